package io.facsimile.contract.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Decision DECISION = decision("""
            [
              [{"at": "/model", "matches": "^claude"}, {"at": "/tools", "exists": true}],
              [],
              [{"at": "/model", "matches": "^claude"}],
              [{"at": "/model", "matches": "mini$"}, {"at": "/messages/*/role", "includes": "tool"}],
              [{"at": "/messages/-1/role", "is": "tool"}],
              [{"at": "/n", "matches": "^[2-9]$"}],
              [{"at": "/0/kind", "is": "first"}],
              [{"at": "/size", "exists": false}, {"at": "/prompt", "not": "none"}, {"at": "/seed", "is": null}]
            ]""");

    private static Decision decision(String rows) {
        return new Decision(StreamSupport.stream(json(rows).spliterator(), false)
                .map(row -> row.isEmpty() ? List.<Condition>of() : Condition.parseAll(row))
                .toList());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest(name = "{0} is answered by number {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\": \"claude-5\", \"tools\": [{}]}                         | 0",
                "{\"model\": \"claude-5\", \"tools\": null}                         | 2",
                "{\"model\": \"my-claude\"}                                         | -1",
                "{\"model\": \"gpt-mini\", \"messages\": [{\"role\": \"tool\"}, {}]} | 3",
                "{\"model\": \"gpt\", \"messages\": [{}, {\"role\": \"tool\"}]}      | 4",
                "{\"model\": \"gpt\", \"messages\": [{\"role\": \"tool\"}, {}]}      | -1",
                "{\"n\": 3}                                                         | 5",
                "{\"n\": 1}                                                         | -1",
                "[]                                                                 | -1",
                "[{\"kind\": \"first\"}]                                            | 6",
                "{\"seed\": null}                                                   | 7",
                "{\"seed\": null, \"size\": 1}                                      | -1",
                "{\"seed\": null, \"prompt\": \"none\"}                             | -1",
            })
    void theFirstListWhoseConditionsAllHoldIsTaken(String body, int number) {
        assertThat(DECISION.first(RequestValues.ofBody(json(body)))).isEqualTo(number);
        assertThat(DECISION.first(RequestValues.ofBody(json(body))))
                .as("asked again")
                .isEqualTo(number);
    }
}
