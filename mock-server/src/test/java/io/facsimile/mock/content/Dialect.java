package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a test says one thing in each dialect, and reads the answers. */
enum Dialect {
    CHAT("/v1/chat/completions", "length") {
        @Override
        ObjectNode ask(String text) {
            return turn(object("{'model':'gpt-4o','messages':[]}"), "messages", "user", text);
        }

        @Override
        void tool(ObjectNode request, String name, JsonNode schema) {
            ObjectNode tool = request.withArray("tools").addObject().put("type", "function");
            tool.putObject("function").put("name", name).set("parameters", schema);
        }

        @Override
        void choice(ObjectNode request, Choice choice) {
            switch (choice) {
                case NONE, AUTO, REQUIRED -> request.put("tool_choice", choice.word());
                case SECOND -> request.set("tool_choice", object("{'type':'function','function':{'name':'second'}}"));
            }
        }

        @Override
        void single(ObjectNode request) {
            request.put("parallel_tool_calls", false);
        }

        @Override
        void result(ObjectNode request, String text) {
            request.withArray("messages")
                    .add(
                            object(
                                    "{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function','function':{'name':'first','arguments':'{}'}}]}"))
                    .add(object("{'role':'tool','tool_call_id':'call_1'}").put("content", text));
        }

        @Override
        void form(ObjectNode request, JsonNode schema) {
            request.set("response_format", object("{'type':'json_schema','json_schema':{'name':'x'}}"));
            ((ObjectNode) request.at("/response_format/json_schema")).set("schema", schema);
        }

        @Override
        void limit(ObjectNode request, int tokens) {
            request.put("max_tokens", tokens);
        }

        @Override
        Optional<String> stopMember() {
            return Optional.of("stop");
        }

        @Override
        String text(JsonNode answer) {
            return answer.at("/choices/0/message/content").asText("");
        }

        @Override
        String end(JsonNode answer) {
            return answer.at("/choices/0/finish_reason").asText();
        }

        @Override
        List<Call> calls(JsonNode answer) throws Exception {
            List<Call> calls = new ArrayList<>();
            for (JsonNode call : answer.at("/choices/0/message/tool_calls")) {
                calls.add(new Call(
                        call.path("id").asText(),
                        call.at("/function/name").asText(),
                        JSON.readTree(call.at("/function/arguments").asText())));
            }
            return calls;
        }

        @Override
        long[] usage(JsonNode answer) {
            JsonNode usage = answer.path("usage");
            return new long[] {
                usage.path("prompt_tokens").asLong(),
                usage.path("completion_tokens").asLong(),
                usage.path("total_tokens").asLong()
            };
        }
    },
    RESPONSES("/v1/responses", "incomplete") {
        @Override
        ObjectNode ask(String text) {
            return turn(object("{'model':'gpt-4.1','input':[]}"), "input", "user", text);
        }

        @Override
        void tool(ObjectNode request, String name, JsonNode schema) {
            request.withArray("tools")
                    .addObject()
                    .put("type", "function")
                    .put("name", name)
                    .set("parameters", schema);
        }

        @Override
        void choice(ObjectNode request, Choice choice) {
            switch (choice) {
                case NONE, AUTO, REQUIRED -> request.put("tool_choice", choice.word());
                case SECOND -> request.set("tool_choice", object("{'type':'function','name':'second'}"));
            }
        }

        @Override
        void single(ObjectNode request) {
            request.put("parallel_tool_calls", false);
        }

        @Override
        void result(ObjectNode request, String text) {
            request.withArray("input")
                    .add(object("{'type':'function_call','call_id':'call_1','name':'first','arguments':'{}'}"))
                    .add(object("{'type':'function_call_output','call_id':'call_1'}")
                            .put("output", text));
        }

        @Override
        void form(ObjectNode request, JsonNode schema) {
            request.set("text", object("{'format':{'type':'json_schema','name':'x'}}"));
            ((ObjectNode) request.at("/text/format")).set("schema", schema);
        }

        @Override
        void limit(ObjectNode request, int tokens) {
            request.put("max_output_tokens", tokens);
        }

        @Override
        String text(JsonNode answer) {
            for (JsonNode item : answer.path("output")) {
                if (item.path("type").asText().equals("message")) {
                    return item.at("/content/0/text").asText();
                }
            }
            return "";
        }

        @Override
        String end(JsonNode answer) {
            return answer.path("status").asText();
        }

        @Override
        List<Call> calls(JsonNode answer) throws Exception {
            List<Call> calls = new ArrayList<>();
            for (JsonNode item : answer.path("output")) {
                if (item.path("type").asText().equals("function_call")) {
                    calls.add(new Call(
                            item.path("call_id").asText(),
                            item.path("name").asText(),
                            JSON.readTree(item.path("arguments").asText())));
                }
            }
            return calls;
        }

        @Override
        long[] usage(JsonNode answer) {
            JsonNode usage = answer.path("usage");
            return new long[] {
                usage.path("input_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("total_tokens").asLong()
            };
        }
    },
    MESSAGES("/v1/messages", "max_tokens") {
        @Override
        ObjectNode ask(String text) {
            return turn(object("{'model':'m','max_tokens':4000,'messages':[]}"), "messages", "user", text);
        }

        @Override
        void tool(ObjectNode request, String name, JsonNode schema) {
            request.withArray("tools").addObject().put("name", name).set("input_schema", schema);
        }

        @Override
        void choice(ObjectNode request, Choice choice) {
            switch (choice) {
                case NONE, AUTO -> request.putObject("tool_choice").put("type", choice.word());
                case REQUIRED -> request.putObject("tool_choice").put("type", "any");
                case SECOND -> request.set("tool_choice", object("{'type':'tool','name':'second'}"));
            }
        }

        @Override
        void single(ObjectNode request) {
            request.set("tool_choice", object("{'type':'auto','disable_parallel_tool_use':true}"));
        }

        @Override
        void result(ObjectNode request, String text) {
            request.withArray("messages")
                    .add(
                            object(
                                    "{'role':'assistant','content':[{'type':'tool_use','id':'toolu_1','name':'first','input':{}}]}"));
            ObjectNode turn = object("{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1'}]}");
            ((ObjectNode) turn.at("/content/0")).put("content", text);
            request.withArray("messages").add(turn);
        }

        @Override
        void form(ObjectNode request, JsonNode schema) {
            request.set("output_config", object("{'format':{'type':'json_schema'}}"));
            ((ObjectNode) request.at("/output_config/format")).set("schema", schema);
        }

        @Override
        void limit(ObjectNode request, int tokens) {
            request.put("max_tokens", tokens);
        }

        @Override
        Optional<String> stopMember() {
            return Optional.of("stop_sequences");
        }

        @Override
        String text(JsonNode answer) {
            for (JsonNode block : answer.path("content")) {
                if (block.path("type").asText().equals("text")) {
                    return block.path("text").asText();
                }
            }
            return "";
        }

        @Override
        String end(JsonNode answer) {
            return answer.path("stop_reason").asText();
        }

        @Override
        List<Call> calls(JsonNode answer) {
            List<Call> calls = new ArrayList<>();
            for (JsonNode block : answer.path("content")) {
                if (block.path("type").asText().equals("tool_use")) {
                    calls.add(new Call(
                            block.path("id").asText(), block.path("name").asText(), block.path("input")));
                }
            }
            return calls;
        }

        @Override
        long[] usage(JsonNode answer) {
            JsonNode usage = answer.path("usage");
            long prompt = usage.path("input_tokens").asLong();
            long answered = usage.path("output_tokens").asLong();
            return new long[] {prompt, answered, prompt + answered};
        }
    },
    GENERATE("/v1beta/models/gemini-2.5-flash:generateContent", "MAX_TOKENS") {
        @Override
        ObjectNode ask(String text) {
            ObjectNode request = object("{'contents':[{'role':'user','parts':[{}]}]}");
            ((ObjectNode) request.at("/contents/0/parts/0")).put("text", text);
            return request;
        }

        @Override
        void tool(ObjectNode request, String name, JsonNode schema) {
            ArrayNode tools = request.withArray("tools");
            if (tools.isEmpty()) {
                tools.addObject().putArray("functionDeclarations");
            }
            ((ArrayNode) tools.get(0).get("functionDeclarations"))
                    .addObject()
                    .put("name", name)
                    .set("parametersJsonSchema", schema);
        }

        @Override
        void choice(ObjectNode request, Choice choice) {
            ObjectNode config = request.putObject("toolConfig").putObject("functionCallingConfig");
            switch (choice) {
                case NONE -> config.put("mode", "NONE");
                case AUTO -> config.put("mode", "AUTO");
                case REQUIRED -> config.put("mode", "ANY");
                case SECOND ->
                    config.put("mode", "ANY").putArray("allowedFunctionNames").add("second");
            }
        }

        @Override
        void single(ObjectNode request) {
            // This dialect has no such member.
        }

        @Override
        void result(ObjectNode request, String text) {
            request.withArray("contents")
                    .add(object("{'role':'model','parts':[{'functionCall':{'name':'first','args':{}}}]}"));
            ObjectNode turn = object("{'role':'user','parts':[{'functionResponse':{'name':'first','response':{}}}]}");
            ((ObjectNode) turn.at("/parts/0/functionResponse/response")).put("output", text);
            request.withArray("contents").add(turn);
        }

        @Override
        void form(ObjectNode request, JsonNode schema) {
            request.putObject("generationConfig")
                    .put("responseMimeType", "application/json")
                    .set("responseJsonSchema", schema);
        }

        @Override
        void limit(ObjectNode request, int tokens) {
            request.putObject("generationConfig").put("maxOutputTokens", tokens);
        }

        @Override
        String text(JsonNode answer) {
            return answer.at("/candidates/0/content/parts/0/text").asText("");
        }

        @Override
        String end(JsonNode answer) {
            return answer.at("/candidates/0/finishReason").asText();
        }

        @Override
        List<Call> calls(JsonNode answer) {
            List<Call> calls = new ArrayList<>();
            for (JsonNode part : answer.at("/candidates/0/content/parts")) {
                if (part.has("functionCall")) {
                    calls.add(new Call(
                            "call-" + calls.size(),
                            part.at("/functionCall/name").asText(),
                            part.at("/functionCall/args")));
                }
            }
            return calls;
        }

        @Override
        long[] usage(JsonNode answer) {
            JsonNode usage = answer.path("usageMetadata");
            return new long[] {
                usage.path("promptTokenCount").asLong(),
                usage.path("candidatesTokenCount").asLong()
                        + usage.path("thoughtsTokenCount").asLong(),
                usage.path("totalTokenCount").asLong()
            };
        }
    };

    /** What the request says about calls; the last is the tool named second. */
    enum Choice {
        NONE,
        AUTO,
        REQUIRED,
        SECOND;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    record Call(String id, String name, JsonNode arguments) {}

    static final ObjectMapper JSON = new ObjectMapper();

    final String path;
    final String cut;

    Dialect(String path, String cut) {
        this.path = path;
        this.cut = cut;
    }

    static ObjectNode object(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ObjectNode turn(ObjectNode request, String turns, String role, String text) {
        request.withArray(turns).addObject().put("role", role).put("content", text);
        return request;
    }

    abstract ObjectNode ask(String text);

    abstract void tool(ObjectNode request, String name, JsonNode schema);

    abstract void choice(ObjectNode request, Choice choice);

    abstract void single(ObjectNode request);

    abstract void result(ObjectNode request, String text);

    abstract void form(ObjectNode request, JsonNode schema);

    abstract void limit(ObjectNode request, int tokens);

    Optional<String> stopMember() {
        return Optional.empty();
    }

    abstract String text(JsonNode answer);

    abstract String end(JsonNode answer);

    abstract List<Call> calls(JsonNode answer) throws Exception;

    /** Prompt, answer with thoughts, sum. */
    abstract long[] usage(JsonNode answer);
}
