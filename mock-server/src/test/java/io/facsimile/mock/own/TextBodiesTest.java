package io.facsimile.mock.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are neither JSON nor forms are held to their schema, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TextBodiesTest {
    private static final String TITLE = "<t xmlns='https://books.example.com/1'>Emma</t>";

    private ServedContract texts;

    @BeforeAll
    void open() throws Exception {
        texts = ServedContract.of("texts.yaml");
    }

    @AfterAll
    void close() {
        texts.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<book>TITLE<pages>12</pages></book> | 201",
                "<?xml version='1.0' encoding='UTF-8'?><book isbn='1234567890'>TITLE<pages> 12 </pages><sold>true</sold><authors><author>A</author><author>B</author></authors><tag>old</tag><tag>new</tag><shelf><row>3</row></shelf></book> | 201",
                "<x:book xmlns:x='urn:any'>TITLE<pages>12</pages><sold/></x:book> | 201",
                "<book>TITLE<pages>12</pages> | 400 the body is not well-formed XML at line 1, column 71: XML document structures must start and end within the same entity.",
                "twelve | 400 the body is not well-formed XML at line 1, column 1: Content is not allowed in prolog.",
                "<paper>TITLE<pages>12</pages></paper> | 400 the outermost element is <paper>, use <book>",
                "<book>TITLE</book> | 400 pages: required property 'pages' not found",
                "<book>TITLE<pages>many</pages></book> | 400 pages: string found, integer expected",
                "<book>TITLE<pages>12</pages><pages>13</pages></book> | 400 pages: array found, integer expected",
                "<book><t>Emma</t><pages>12</pages></book> | 400 title: <t> has no namespace, use https://books.example.com/1",
                "<book>TITLE<pages>12</pages><colour>red</colour></book> | 400 colour: property 'colour' is not defined in the schema and the schema does not allow additional properties",
                "<book id='1'>TITLE<pages>12</pages></book> | 400 id: property 'id' is not defined in the schema and the schema does not allow additional properties",
                "<book isbn='123'>TITLE<pages>12</pages></book> | 400 isbn: must be at least 10 characters long",
                "<book>TITLE<pages>12</pages><authors><author>A</author><author>B</author><author>C</author></authors></book> | 400 authors: must have at most 2 items but found 3",
                "<book>TITLE<pages>12</pages><authors><name>A</name></authors></book> | 400 authors: <name> is none of its elements, use <author>",
                "<book>TITLE<pages>12</pages><tag>used</tag></book> | 400 tags[0]: does not have a value in the enumeration [\"old\", \"new\"]",
                "<book>TITLE<pages>12</pages><shelf><row>first</row></shelf></book> | 400 shelf.row: string found, integer expected",
                "<!DOCTYPE book [<!ENTITY e 'Emma'>]><book>TITLE<pages>12</pages></book> | 400 the body has a document type; send it without <!DOCTYPE>",
                "<book>TITLE<pages>&twelve;</pages></book> | 400 the body is not well-formed XML at line 1, column 69: The entity \"twelve\" was referenced, but not declared."
            })
    void xmlIsHeldToItsSchema(String body, String outcome) throws Exception {
        String xml = body.strip().replace("TITLE", TITLE);
        assertThat(texts.outcome(texts.post("/books", xml, "application/xml"))).isEqualTo(outcome.strip());
    }

    @Test
    void whatFitsAsJsonFitsAsTheXmlThatIsAnswered() throws Exception {
        var answer = texts.send(
                "POST",
                "/books",
                BodyPublishers.ofString("{\"title\":\"Emma\",\"pages\":12}"),
                "Content-Type",
                "application/json",
                "Accept",
                "application/xml");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(texts.outcome(texts.post("/books", answer.body(), "application/xml")))
                .as(answer.body())
                .isEqualTo("201");
    }

    @Test
    void xmlCannotReachOutOrMultiply() throws Exception {
        String reachesOut =
                "<!DOCTYPE book [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><book><pages>&e;</pages></book>";
        String multiplies = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '" + "&a;".repeat(1_000) + "'><!ENTITY c '"
                + "&b;".repeat(1_000) + "'>]><book><pages>&c;</pages></book>";
        String deep = "<book>".repeat(100_000);
        for (String body : java.util.List.of(reachesOut, multiplies)) {
            assertThat(texts.outcome(texts.post("/books", body, "application/xml")))
                    .isEqualTo("400 the body has a document type; send it without <!DOCTYPE>");
        }
        assertThat(texts.outcome(texts.post("/books", deep, "application/xml")))
                .isEqualTo("400 elements stand more than 90 deep in each other");
    }

    @Test
    void manyElementsOfDifferentNamesDoNotHoldTheServerUp() throws Exception {
        StringBuilder many = new StringBuilder("<book>");
        for (int i = 0; i < 150_000; i++) {
            many.append("<e").append(i).append("/>");
        }
        long begun = System.nanoTime();
        assertThat(texts.outcome(texts.post("/books", many + "</book>", "application/xml")))
                .startsWith("400 ");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /notes | text/plain | hallo | 201",
                "POST | /notes | text/plain; charset=ISO-8859-1 | bär | 201",
                "POST | /notes | text/plain; charset=\"utf-8\" | bär | 201",
                "POST | /notes | text/plain; charset=klingon | hallo | 400 the charset of text/plain; charset=klingon is not known, use UTF-8",
                "POST | /notes | text/plain | hallo welten | 400 must be at most 10 characters long",
                "POST | /notes | text/plain | Hallo | 400 does not match the regex pattern ^[a-zä]+$",
                "POST | /notes | text/plain | '' | 400 the request has no body",
                "PUT | /level | text/plain | 11 | 204",
                "PUT | /level | text/plain | 12 | 400 must have a maximum value of 11",
                "PUT | /level | text/plain | loud | 400 string found, integer expected",
                "PUT | /mood | text/plain | good | 204",
                "PUT | /mood | text/plain | so-so | 400 does not have a value in the enumeration [\"good\", \"bad\"]",
                "POST | /soap | application/soap+xml | <a>b</a> | 204",
                "POST | /soap | application/soap+xml | <a>b | 400 the body is not well-formed XML at line 1, column 5: XML document structures must start and end within the same entity.",
                "POST | /soap | text/xml | a | 400 the body is not well-formed XML at line 1, column 1: Content is not allowed in prolog.",
                "POST | /words | application/json | '  ' | 400 the body is blank, which is not JSON"
            })
    void aTextIsHeldToItsSchema(String method, String path, String type, String body, String outcome) throws Exception {
        boolean isLatin = type.contains("8859");
        byte[] bytes = body.getBytes(isLatin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        assertThat(texts.outcome(texts.send(method, path, BodyPublishers.ofByteArray(bytes), "Content-Type", type)))
                .isEqualTo(outcome);
    }

    @Test
    void aTextInAnotherCharsetThanItSaysIsRefused() throws Exception {
        var sent = BodyPublishers.ofByteArray("bär".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(texts.outcome(texts.send("POST", "/notes", sent, "Content-Type", "text/plain")))
                .isEqualTo("400 the body is not in the charset that it should be in; send it in UTF-8");
    }
}
