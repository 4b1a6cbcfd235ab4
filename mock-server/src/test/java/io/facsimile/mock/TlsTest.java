package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facsimile.mock.answer.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mock over TLS, asked by clients that trust nothing but its certificate. */
class TlsTest {
    private static final MockOptions UNIAI =
            MockOptions.DEFAULTS.withProviders(List.of("uniai")).withPace(new Answer.Pace(5, 2));
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static MockOptions selfMade(Path directory) {
        return UNIAI.withTls(new Tls(0, new Tls.SelfMade(Optional.of(directory))));
    }

    private static X509Certificate read(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static HttpClient trusting(X509Certificate certificate, HttpClient.Version version) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("mock", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).version(version).build();
    }

    private static HttpRequest chat(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                .header("Authorization", "Bearer sk-any")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void bothVersionsOfHttpAnswerUnderASelfMadeCertificateByEachNameOfThisMachine(@TempDir Path directory)
            throws Exception {
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            X509Certificate certificate = read(mock.certificate().orElseThrow().file());
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpClient http = trusting(certificate, version);
                String url = mock.tlsUrl().orElseThrow();
                for (String host : List.of("127.0.0.1", "localhost")) {
                    HttpResponse<String> answer =
                            http.send(chat(url.replace("127.0.0.1", host), CHAT), HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.version()).isEqualTo(version);
                }
            }
            assertThat(certificate.getSubjectAlternativeNames().stream()
                            .map(name -> name.get(1).toString()))
                    .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
            assertThat(mock.certificate().orElseThrow().fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        }
    }

    @Test
    void streamsComeWholeOverBothVersions(@TempDir Path directory) throws Exception {
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpClient http = trusting(read(mock.certificate().orElseThrow().file()), version);
                HttpResponse<Stream<String>> answer = http.send(
                        chat(mock.tlsUrl().orElseThrow(), CHAT.replace("\"model\"", "\"stream\":true,\"model\"")),
                        HttpResponse.BodyHandlers.ofLines());
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.body().filter(line -> !line.isEmpty()))
                        .hasSizeGreaterThan(4)
                        .last()
                        .isEqualTo("data: [DONE]");
            }
        }
    }

    @Test
    void addressesInAnswersLeadBackToThePortThatWasAsked(@TempDir Path directory) throws Exception {
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpClient http = trusting(read(mock.certificate().orElseThrow().file()), version);
                String url = mock.tlsUrl().orElseThrow();
                HttpRequest pictures = HttpRequest.newBuilder(URI.create(url + "/v1/images/generations"))
                        .header("Authorization", "Bearer sk-any")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"model\":\"dall-e-3\",\"prompt\":\"a cat\",\"response_format\":\"url\"}"))
                        .build();
                String body = http.send(pictures, HttpResponse.BodyHandlers.ofString())
                        .body();
                assertThat(body).contains("\"" + url + "/__facsimile/");
            }
        }
    }

    @Test
    void thePlainPortStaysOpenBesideIt(@TempDir Path directory) throws Exception {
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(chat(mock.url(), CHAT), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotTrustTheCertificateGetsNothing(@TempDir Path directory) throws Exception {
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            assertThatIOException()
                    .isThrownBy(() -> HttpClient.newHttpClient()
                            .send(chat(mock.tlsUrl().orElseThrow(), CHAT), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void aSelfMadeCertificateIsKeptAndItsKeyIsForItsUserAlone(@TempDir Path parent) throws Exception {
        Path directory = parent.resolve("kept");
        String first;
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            first = mock.certificate().orElseThrow().fingerprint();
        }
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            assertThat(mock.certificate().orElseThrow().fingerprint()).isEqualTo(first);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        Files.writeString(directory.resolve("localhost.p12"), "broken");
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            assertThat(mock.certificate().orElseThrow().fingerprint()).isNotEqualTo(first);
        }
    }

    @Test
    void certificatesOfOnesOwnComeFromPemFilesOrAKeyStore(@TempDir Path directory) throws Exception {
        X509Certificate made;
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            made = read(mock.certificate().orElseThrow().file());
        }
        Path store = directory.resolve("localhost.p12");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), "facsimile".toCharArray());
        byte[] key = keys.getKey("facsimile", "facsimile".toCharArray()).getEncoded();
        Path pem = Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n",
                StandardCharsets.US_ASCII);
        for (Tls.Certificate given : List.of(
                new Tls.Pem(directory.resolve("localhost.pem"), pem), new Tls.KeyStoreFile(store, "facsimile"))) {
            try (MockServer mock = MockServer.start(UNIAI.withTls(new Tls(0, given)))) {
                HttpResponse<String> answer = trusting(made, HttpClient.Version.HTTP_2)
                        .send(chat(mock.tlsUrl().orElseThrow(), CHAT), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void whatIsNoCertificateIsSaidSo(@TempDir Path directory) throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.pem"), "hello");
        Path missing = directory.resolve("missing.pem");
        assertThatIOException()
                .isThrownBy(() -> MockServer.start(UNIAI.withTls(new Tls(0, new Tls.Pem(missing, broken)))))
                .withMessageContaining("there is no file " + missing);
        assertThatIOException()
                .isThrownBy(() -> MockServer.start(UNIAI.withTls(new Tls(0, new Tls.Pem(broken, broken)))))
                .withMessageContaining("cannot read the certificate " + broken);
        assertThatIOException()
                .isThrownBy(() -> MockServer.start(UNIAI.withTls(new Tls(0, new Tls.KeyStoreFile(broken, "x")))))
                .withMessageContaining("cannot read the key store " + broken);
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            Path other = directory.resolve("localhost.pem");
            assertThat(mock.tlsUrl()).isPresent();
            assertThatIOException()
                    .isThrownBy(() -> MockServer.start(UNIAI.withTls(new Tls(0, new Tls.Pem(other, broken)))))
                    .withMessageContaining("cannot read the private key " + broken);
        }
    }

    @Test
    void curlTrustsItWithTheFileThatIsPrinted(@TempDir Path directory) throws Exception {
        assumeTrue(isThere("curl"), "curl is not installed");
        try (MockServer mock = MockServer.start(selfMade(directory))) {
            Process curl = new ProcessBuilder(
                            "curl",
                            "-sS",
                            "--max-time",
                            "20",
                            "--cacert",
                            mock.certificate().orElseThrow().file().toString(),
                            "-H",
                            "Authorization: Bearer sk-any",
                            "-w",
                            "%{http_version} %{response_code}",
                            "-o",
                            directory.resolve("out").toString(),
                            mock.tlsUrl().orElseThrow() + "/v1/models")
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("2 200");
        }
    }

    private static boolean isThere(String program) {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
