package io.facsimile.mock.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A refusal of what fits no branch of a union says what would. */
class UnionsTest {
    @RegisterExtension
    static final Refused MOCK = new Refused();

    @Test
    void aRoleThatThereIsNotIsToldWithAllRoles() throws Exception {
        MOCK.refuses(
                Refused.CHAT,
                "{'model':'m','messages':[{'role':'bot','content':'hi'}]}",
                "messages[0].role",
                "messages[0].role: does not have a value in the enumeration [\"system\", \"developer\", \"user\", \"assistant\", \"tool\", \"function\"]");
    }

    @Test
    void aPartThatThereIsNotIsToldWithAllParts() throws Exception {
        String field = "input[0].content[0].type";
        MOCK.refuses(
                Refused.RESPONSES,
                "{'model':'m','input':[{'role':'user','content':[{'type':'text','text':'hi'}]}]}",
                field,
                field + ": does not have a value in the enumeration [\"input_text\", \"input_image\", \"input_file\"");
        MOCK.refuses(
                Refused.MESSAGES,
                "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':[{'type':'nope'}]}]}",
                "messages[0].content[0].type",
                "messages[0].content[0].type: does not have a value in the enumeration [\"text\", \"image\"");
    }

    @Test
    void aFormatThatThereIsNotIsToldWithAllFormats() throws Exception {
        MOCK.refuses(
                Refused.CHAT,
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'response_format':{'type':'yaml'}}",
                "response_format.type",
                "response_format.type: does not have a value in the enumeration [\"text\", \"json_object\", \"json_schema\"");
    }

    @Test
    void theBranchOfTheValuesTypeIsTheOneThatIsMeant() throws Exception {
        MOCK.refuses(
                Refused.CHAT,
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'stop':['a','b','c','d','e']}",
                "stop",
                "stop: must have at most 4 items");
        MOCK.refuses("/v1/embeddings", "{'model':'m','input':[]}", "input", "input: must have at least 1 items");
    }
}
