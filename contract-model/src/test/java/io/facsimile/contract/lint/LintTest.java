package io.facsimile.contract.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.ContractReader;
import io.facsimile.contract.Problem;
import io.facsimile.contract.bundle.Bundler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule, by a contract that keeps all of them and is broken in one place at a time. */
class LintTest {
    private static final String GOOD = """
            openapi: 3.1.0
            info: { title: Mini, version: '1', x-source: [ { kind: documented, document: '002' } ] }
            servers: [ { url: https://api.example.com } ]
            tags: [ { name: Jobs, description: Jobs. } ]
            paths:
              /jobs:
                post:
                  operationId: createJob
                  tags: [Jobs]
                  summary: Create a job
                  description: Starts a job.
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: { $ref: '#/components/schemas/JobRequest' }
                        examples: { plain: { value: { prompt: a harbour } } }
                  responses:
                    '200':
                      description: The job is taken.
                      content:
                        application/json:
                          schema: { $ref: '#/components/schemas/Job' }
                          examples: { plain: { value: { id: j_1, state: RUNNING } } }
                    '400':
                      description: Something is wrong.
                  x-source: [ { kind: documented, document: '002' } ]
                  x-task: { type: mini.job, role: submit }
              /jobs/{id}:
                get:
                  operationId: getJob
                  tags: [Jobs]
                  summary: Get a job
                  description: The job as it stands.
                  parameters:
                    - name: id
                      in: path
                      required: true
                      description: The job's id.
                      schema: { type: string }
                      examples: { running: { value: j_1 } }
                  responses:
                    '200':
                      description: The job.
                      content:
                        application/json:
                          schema: { $ref: '#/components/schemas/Job' }
                          examples:
                            running: { value: { id: j_1, state: RUNNING } }
                            done: { value: { id: j_1, state: DONE } }
                    '404':
                      description: There is no such job.
                  x-source: [ { kind: documented, document: '002' } ]
                  x-task: { type: mini.job, role: poll }
            components:
              schemas:
                JobRequest:
                  type: object
                  description: What is asked for.
                  required: [prompt]
                  properties:
                    prompt: { type: string, description: What to make. }
                Job:
                  type: object
                  description: A job.
                  required: [id, state]
                  properties:
                    id: { type: string, description: Its id., x-live: task.id }
                    state: { type: string, description: Its state., x-live: task.state }
            x-errors:
              missing-key: &refusal { status: 400, example: { value: { error: no } } }
              bad-key: *refusal
              forbidden: *refusal
              invalid-request: *refusal
              unknown-path: *refusal
              wrong-method: *refusal
              unknown-model: *refusal
              unknown-task: *refusal
              too-large: *refusal
              unsupported-media: *refusal
              content-policy: *refusal
              no-quota: *refusal
              rate-limit: *refusal
              queue-full: *refusal
              upstream: *refusal
              overloaded: *refusal
              timeout: *refusal
              internal: *refusal
            x-limits:
              headers: { x-limit: requests.limit, x-left: requests.remaining }
              refusal: { Retry-After: retry.seconds }
              used: [ /usage ]
            x-tasks:
              mini:
                job:
                  id: '^j_[0-9]{4}$'
                  states: [ { name: RUNNING, at: 0s }, { name: DONE, at: 5s, end: true } ]
                  shows: { getJob: { RUNNING: running, DONE: done } }
            """;

    @TempDir
    private Path home;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(home.resolve("providers"));
        Files.createDirectories(home.resolve("examples/media"));
        Files.copy(
                Path.of(System.getProperty("facsimile.root"), "openapi/extensions.yaml"),
                home.resolve("extensions.yaml"));
    }

    private List<Problem> lint(String contract) throws IOException {
        Path entry = home.resolve("providers/mini.yaml");
        Files.writeString(entry, contract);
        try {
            Contract read = ContractReader.read("mini", Bundler.bundle(entry));
            return Lint.checkOurs(home, List.of(read));
        } catch (ContractException e) {
            // What cannot even be read is reported by the reader, in the same form.
            return e.problems();
        }
    }

    private void assertProblem(String good, String bad, String rule, String saying) throws IOException {
        assertThat(GOOD).contains(good);
        List<Problem> problems = lint(GOOD.replace(good, bad));
        assertThat(problems).as(rule).anySatisfy(p -> {
            assertThat(p.rule()).isEqualTo(rule);
            assertThat(p.toString()).contains(saying).contains("mini.yaml:");
        });
    }

    @Test
    void aContractThatKeepsTheRulesHasNoProblems() throws IOException {
        assertThat(lint(GOOD)).isEmpty();
    }

    @Test
    void whatIsNotOpenApiIsFound() throws IOException {
        assertProblem("version: '1', ", "", "openapi-schema", "version");
    }

    @Test
    void whatSwaggerParserStumblesOverIsFound() throws IOException {
        assertProblem("description: There is no such job.", "headers: {}", "swagger-parser", "description is missing");
    }

    @Test
    void anExampleThatBreaksItsSchemaIsFoundWithItsPlace() throws IOException {
        assertProblem("{ prompt: a harbour }", "{ prompt: 5 }", "example", "/prompt");
    }

    @Test
    void anExampleThatTellsWhatNoRequestHasIsFound() throws IOException {
        String done = "done: { value: { id: j_1, state: DONE } }";
        String tells = "done: { x-tells: { %s: 'of {%s}' }, value: { id: j_1, state: DONE } }";
        assertProblem(
                done, String.format(Locale.ROOT, tells, "/state", "modle"), "extension", "\"modle\" names no place");
        assertProblem(
                done, String.format(Locale.ROOT, tells, "/stat", "model"), "extension", "\"/stat\" leads to no text");
        assertThat(lint(GOOD.replace(done, String.format(Locale.ROOT, tells, "/state", "model"))))
                .isEmpty();
    }

    @Test
    void anOperationIdWithoutAVerbOfOursIsFound() throws IOException {
        assertProblem("operationId: createJob", "operationId: jobMaker", "operation-id", "jobMaker");
    }

    @Test
    void aRequestWithoutAnAnswerOfItsNameIsFound() throws IOException {
        assertProblem("examples: { plain: { value: { prompt", "examples: { other: { value: { prompt", "pair", "other");
    }

    @Test
    void anOperationWithoutASourceIsFound() throws IOException {
        assertProblem(
                "x-source: [ { kind: documented, document: '002' } ]\n      x-task: { type: mini.job, role: poll }",
                "x-task: { type: mini.job, role: poll }",
                "source",
                "getJob");
    }

    @Test
    void anOperationThatNeverRefusesIsFound() throws IOException {
        assertProblem("        '404':\n          description: There is no such job.\n", "", "error-answers", "getJob");
    }

    @Test
    void aPropertyWithoutADescriptionIsFound() throws IOException {
        assertProblem(
                "prompt: { type: string, description: What to make. }",
                "prompt: { type: string }",
                "description",
                "prompt");
    }

    @Test
    void anExtensionThatNobodyRegisteredIsFound() throws IOException {
        assertProblem("x-live: task.id", "x-lively: task.id", "extension", "x-lively");
    }

    @Test
    void anExtensionWithAWrongValueIsFound() throws IOException {
        assertProblem(
                "kind: documented, document: '002' } ]\n      x-task: { type: mini.job, role: submit",
                "kind: rumour } ]\n      x-task: { type: mini.job, role: submit",
                "extension",
                "x-source");
    }

    @Test
    void rateLimitsThatLeaveAClientInTheDarkAreFound() throws IOException {
        assertProblem("refusal: { Retry-After: retry.seconds }", "refusal: {}", "limits", "when to come back");
        assertProblem(", x-left: requests.remaining", "", "limits", "how many are left");
    }

    @Test
    void anUnknownWordOfALimitIsFound() throws IOException {
        assertProblem("requests.limit", "requests.total", "extension", "requests.total");
    }

    @Test
    void aStateThatNoExampleShowsIsFound() throws IOException {
        assertProblem("RUNNING: running, DONE: done", "RUNNING: running", "tasks", "DONE");
        assertProblem("DONE: done }", "DONE: finished }", "tasks", "finished");
    }

    @Test
    void aTaskTypeThatDoesNotExistIsFound() throws IOException {
        assertProblem(
                "x-task: { type: mini.job, role: poll }",
                "x-task: { type: mini.work, role: poll }",
                "tasks",
                "mini.work");
    }

    @Test
    void anAddressOfATaskWhereNothingAnswersForTasksIsFound() throws IOException {
        assertProblem("x-live: task.state", "x-live: task.address(getWork)", "task-address", "getWork");
    }

    @Test
    void aTitleThatLeadsNowhereIsFound() throws IOException {
        Files.writeString(home.resolve("documents.yaml"), """
                documents:
                  '002':
                    name: Mini
                    titles:
                      - { title: A, operation: createJob, example: plain }
                      - { title: B, operation: createJob, example: nobody }
                      - { title: C, schema: Job }
                      - { title: D, prose: '' }
                """);
        assertThat(lint(GOOD))
                .extracting(Problem::toString)
                .satisfiesExactly(
                        b -> assertThat(b).startsWith("documents.yaml:6").contains("\"B\""),
                        d -> assertThat(d).startsWith("documents.yaml:8").contains("\"D\""));
    }

    @Test
    void aCauseWithoutAnAnswerIsFound() throws IOException {
        assertProblem("  overloaded: *refusal\n", "", "error-causes", "overloaded");
    }

    @Test
    void aTextThatAFlowMappingCutIsFound() throws IOException {
        assertProblem(
                "description: What to make. }", "description: What to make, in words }", "schema-keyword", "in words");
    }

    @Test
    void aListInAConditionThatDoesNotSayWhatIsInItIsFound() throws IOException {
        assertProblem(
                "description: What is asked for.",
                "description: What is asked for.\n      if: { properties: { prompt: { type: array, description: Many. } } }",
                "items",
                "does not say what is in it");
    }

    @Test
    void membersThatDifferOnlyInSpellingAreFound() throws IOException {
        assertProblem(
                "prompt: { type: string, description: What to make. }",
                "prompt: { type: string, description: A. }\n        Prompt: { type: string, description: B. }",
                "spelling",
                "Prompt");
    }

    private static final String TWINS = """
            JobRequest:
                  type: object
                  description: What is asked for.
                  required: [prompt]
                  properties:
                    prompt: { type: string, description: What to make. }
                    more: { $ref: '#/components/schemas/%s' }
                One: &twin { type: object, description: One., properties: { a: &text { type: string, description: A. }, b: *text, c: *text } }
                Two: *twin
                Either:
                  description: Either.
                  oneOf:
                    - { $ref: '#/components/schemas/One' }
                    - { $ref: '#/components/schemas/Two' }
            """.strip();

    private static final String REQUEST = """
            JobRequest:
                  type: object
                  description: What is asked for.
                  required: [prompt]
                  properties:
                    prompt: { type: string, description: What to make. }
            """.strip();

    @Test
    void schemasThatAreTheSameAreFound() throws IOException {
        assertProblem(REQUEST, TWINS.formatted("Either"), "alike", "\"One\" and \"Two\"");
    }

    @Test
    void branchesThatNothingTellsApartAreFound() throws IOException {
        assertProblem(REQUEST, TWINS.formatted("Either"), "union", "branches 1 and 2");
    }

    @Test
    void aRequestThatNeedsWhatOnlyAnswersHaveIsFound() throws IOException {
        assertProblem(
                "prompt: { type: string, description",
                "prompt: { type: string, readOnly: true, description",
                "direction",
                "readOnly");
    }

    @Test
    void aRequestThatGetsAnotherAnswerThanThatOfItsNameIsFound() throws IOException {
        String mini = GOOD.replace("      x-task: { type: mini.job, role: submit }\n", "")
                .replace(
                        "examples: { plain: { value: { id: j_1, state: RUNNING } } }",
                        "examples: { other: { value: { id: j_2, state: RUNNING }, x-when: { at: /prompt, exists: true } },"
                                + " plain: { value: { id: j_1, state: RUNNING } } }");
        assertThat(lint(mini)).anySatisfy(p -> {
            assertThat(p.rule()).isEqualTo("chosen");
            assertThat(p.toString()).contains("\"plain\"").contains("\"other\"");
        });
    }

    @Test
    void aLinkToNowhereIsFound() throws IOException {
        assertProblem(
                "          description: The job is taken.\n",
                "          description: The job is taken.\n          links: { poll: { operationId: getWork } }\n",
                "link",
                "getWork");
        assertProblem(
                "          description: The job is taken.\n",
                "          description: The job is taken.\n          links: { poll: { operationId: getJob, parameters: { job: $response.body#/id } } }\n",
                "link",
                "\"job\"");
    }

    @Test
    void aCallbackToAMemberThatIsNotThereIsFound() throws IOException {
        assertProblem(
                "      x-task: { type: mini.job, role: submit }",
                "      callbacks: { done: { '{$request.body#/hook}': { post: { summary: Done, description: Done.,"
                        + " responses: { '200': { description: Taken. } } } } } }\n"
                        + "      x-task: { type: mini.job, role: submit }",
                "link",
                "/hook");
    }

    @Test
    void aTaskThatNothingBeginsOrEndsIsFound() throws IOException {
        assertProblem("      x-task: { type: mini.job, role: submit }\n", "", "task-reachable", "begins");
        assertProblem(", end: true }", " }", "tasks", "end: true");
    }

    @Test
    void examplesOfAStreamThatStandWithTheSchemaAreFound() throws IOException {
        assertProblem("        '400':\n", """
                        '201':
                          description: Events.
                          content:
                            text/event-stream:
                              schema: { $ref: '#/components/schemas/Job' }
                              examples: { two: { value: [ { id: j_1, state: RUNNING } ] } }
                        '400':
                """, "event-examples", "x-event-examples");
    }

    @Test
    void aStreamThatIsPiecesOfNothingIsFound() throws IOException {
        assertStream("grammar: openai.chat", "does not say what its events add up to");
        assertStream(
                "grammar: openai.chat, whole: text/plain", "its answer in text/plain, of which there is no example");
        assertStream("grammar: gemini, whole: { operation: getWork }", "the answer of getWork, of which");
        assertStream("grammar: listed, whole: application/json", "add up to no other answer");
        assertStream("grammar: listed", "no example lists it");
    }

    private void assertStream(String rule, String saying) throws IOException {
        String answer = "              examples: { plain: { value: { id: j_1, state: RUNNING } } }\n";
        assertProblem(
                answer,
                answer + "            text/event-stream:\n"
                        + "              schema: { $ref: '#/components/schemas/Job' }\n"
                        + "              x-stream: { " + rule + " }\n",
                "stream",
                saying);
    }

    @Test
    void whatNoProviderUsesIsFound() throws IOException {
        Files.createDirectories(home.resolve("families/mini"));
        Files.createDirectories(home.resolve("examples/mini"));
        Files.writeString(home.resolve("families/mini/schemas.yaml"), "Lonely: { type: object }\n");
        Files.writeString(home.resolve("examples/mini/lonely.yaml"), "value: {}\n");
        assertThat(lint(GOOD))
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        s -> assertThat(s).startsWith("families/mini/schemas.yaml:1: [unused]"),
                        e -> assertThat(e).startsWith("examples/mini/lonely.yaml:1: [unused]"));
    }

    @Test
    void everyRuleSaysWhatItHolds() {
        assertThat(Lint.rules()).hasSizeGreaterThanOrEqualTo(22).allSatisfy((id, says) -> assertThat(says)
                .endsWith("."));
    }
}
