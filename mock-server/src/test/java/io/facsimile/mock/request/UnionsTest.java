package io.facsimile.mock.request;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A refusal of what fits no branch of a union says what would. */
class UnionsTest {
    private static Refused mock;

    @BeforeAll
    static void start() throws IOException {
        mock = new Refused();
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @Test
    void aRoleThatThereIsNotIsToldWithAllRoles() throws Exception {
        mock.refuses(
                Refused.CHAT,
                "{'model':'m','messages':[{'role':'bot','content':'hi'}]}",
                "messages[0].role",
                "messages[0].role: does not have a value in the enumeration [\"system\", \"developer\", \"user\", \"assistant\", \"tool\", \"function\"]");
    }

    @Test
    void aPartThatThereIsNotIsToldWithAllParts() throws Exception {
        String field = "input[0].content[0].type";
        mock.refuses(
                Refused.RESPONSES,
                "{'model':'m','input':[{'role':'user','content':[{'type':'text','text':'hi'}]}]}",
                field,
                field + ": does not have a value in the enumeration [\"input_text\", \"input_image\", \"input_file\"");
        mock.refuses(
                Refused.MESSAGES,
                "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':[{'type':'nope'}]}]}",
                "messages[0].content[0].type",
                "messages[0].content[0].type: does not have a value in the enumeration [\"text\", \"image\"");
    }

    @Test
    void aFormatThatThereIsNotIsToldWithAllFormats() throws Exception {
        mock.refuses(
                Refused.CHAT,
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'response_format':{'type':'yaml'}}",
                "response_format.type",
                "response_format.type: does not have a value in the enumeration [\"text\", \"json_object\", \"json_schema\"");
    }

    @Test
    void theBranchOfTheValuesTypeIsTheOneThatIsMeant() throws Exception {
        mock.refuses(
                Refused.CHAT,
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'stop':['a','b','c','d','e']}",
                "stop",
                "stop: must have at most 4 items");
        mock.refuses("/v1/embeddings", "{'model':'m','input':[]}", "input", "input: must have at least 1 items");
    }
}
