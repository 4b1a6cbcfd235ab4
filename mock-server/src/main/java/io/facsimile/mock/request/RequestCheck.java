package io.facsimile.mock.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facsimile.contract.Cause;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.RequestBody;
import io.facsimile.contract.SecurityScheme;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.schema.Violation;
import io.facsimile.contract.source.Pointers;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Decides whether a request keeps an operation's contract: credentials, parameters, media type, body. */
public final class RequestCheck {
    private static final int DEEPEST = 200;
    private static final ObjectMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(64 * 1024 * 1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(new SoundValues())
            .build();

    /** Headers of which OpenAPI says elsewhere what they hold. */
    private static final Set<String> ELSEWHERE = Set.of("accept", "content-type", "authorization");

    private final Operation operation;
    private final Schemas schemas;
    private final Map<String, Forms> forms = new ConcurrentHashMap<>();
    private final List<Checked> parameters;
    private final TextBodies texts;
    private final Optional<RulesCheck> rules;

    /** A parameter that is held to its schema. */
    private record Checked(Parameter parameter, ParameterValues values) {}

    public RequestCheck(Operation operation, Schemas schemas) {
        this.operation = operation;
        this.schemas = schemas;
        this.texts = new TextBodies(schemas.document());
        this.rules = operation.content().filter(c -> !c.rules().isEmpty()).map(RulesCheck::new);
        this.parameters = operation.parameters().stream()
                .filter(p -> p.in() != Parameter.In.HEADER
                        || !ELSEWHERE.contains(p.name().toLowerCase(Locale.ROOT)))
                .map(p -> new Checked(p, new ParameterValues(p, schemas.document())))
                .toList();
    }

    /** Returns why the credentials do not do, or nothing. Any key is accepted; only a missing one is refused. */
    public Optional<Refusal> credentials(Call call) {
        List<List<SecurityScheme>> alternatives = operation.security();
        if (alternatives.isEmpty()) {
            return Optional.empty();
        }
        for (List<SecurityScheme> all : alternatives) {
            boolean holds = true;
            for (SecurityScheme scheme : all) {
                holds &= key(call, scheme).isPresent();
            }
            if (holds) {
                return Optional.empty();
            }
        }
        return Optional.of(new Refusal(Cause.MISSING_KEY, "", "no credentials"));
    }

    /** Returns the key that a request carries, for whichever scheme; "" for none. */
    public String anyKey(Call call) {
        for (List<SecurityScheme> all : operation.security()) {
            for (SecurityScheme scheme : all) {
                Optional<String> key = key(call, scheme);
                if (key.isPresent()) {
                    return key.get();
                }
            }
        }
        return "";
    }

    /** Returns the key that a request carries for a scheme. */
    public static Optional<String> key(Call call, SecurityScheme scheme) {
        if (scheme.in() == Parameter.In.QUERY) {
            return call.query(scheme.parameter()).filter(k -> !k.isBlank());
        }
        if (scheme.in() == Parameter.In.COOKIE) {
            return call.cookie(scheme.parameter()).filter(k -> !k.isBlank());
        }
        String value = call.request().headers().first(scheme.parameter());
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        String prefix = scheme.prefix();
        if (prefix.isEmpty()) {
            return Optional.of(value);
        }
        int end = prefix.length();
        if (value.length() > end && value.charAt(end) == ' ' && value.regionMatches(true, 0, prefix, 0, end)) {
            String key = value.substring(end + 1).strip();
            return key.isEmpty() ? Optional.empty() : Optional.of(key);
        }
        return Optional.empty();
    }

    /** Parses the body into the call. Returns why that cannot be done, or nothing. */
    public Optional<Refusal> parse(Call call) {
        Optional<RequestBody> declared = operation.requestBody();
        byte[] bytes = call.request().body();
        if (declared.isEmpty()) {
            return Optional.empty();
        }
        if (bytes.length == 0) {
            return declared.get().isRequired()
                    ? Optional.of(new Refusal(Cause.INVALID_REQUEST, "", "the request has no body"))
                    : Optional.empty();
        }
        Optional<MediaType> mediaType = mediaType(call, declared.get());
        if (mediaType.isEmpty()) {
            String sent = call.request().contentType();
            return Optional.of(new Refusal(
                    Cause.UNSUPPORTED_MEDIA,
                    "",
                    "unsupported Content-Type "
                            + (sent.isEmpty() ? "(none)" : cut(MediaType.essence(sent)))
                            + ", use "
                            + String.join(
                                    " or ",
                                    declared.get().content().stream()
                                            .map(MediaType::name)
                                            .toList())));
        }
        if (!mediaType.get().isJson()) {
            return mediaType.get().isForm() ? form(call, mediaType.get()) : texts.read(call, mediaType.get());
        }
        try {
            JsonNode body = JSON.readTree(bytes);
            if (body.isMissingNode()) {
                return Optional.of(new Refusal(Cause.INVALID_REQUEST, "", "the body is blank, which is not JSON"));
            }
            call.setBody(body);
            return Optional.empty();
        } catch (JsonProcessingException e) {
            String problem = "the body is not valid JSON" + JsonProblem.where(e) + ": " + cut(JsonProblem.what(e));
            return Optional.of(new Refusal(Cause.INVALID_REQUEST, "", problem));
        } catch (SoundValues.Unsound e) {
            return Optional.of(new Refusal(Cause.INVALID_REQUEST, "", "the body is not valid JSON: " + reason(e)));
        } catch (IOException e) {
            return Optional.of(new Refusal(Cause.INVALID_REQUEST, "", "the body cannot be read"));
        }
    }

    static String cut(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "… (" + (text.length() - 200) + " more)" : text;
    }

    private Optional<MediaType> mediaType(Call call, RequestBody declared) {
        String sent = call.request().contentType();
        if (sent.isEmpty()) {
            // Clients that send JSON without saying so are common, and gateways take it.
            return declared.content("application/json").or(() -> declared.content().stream()
                    .filter(m -> m.name().equals("*/*"))
                    .findFirst());
        }
        return declared.content(sent);
    }

    private Optional<Refusal> form(Call call, MediaType mediaType) {
        try {
            String schema = mediaType.schema().orElse("");
            call.setBody(forms.computeIfAbsent(schema, s -> new Forms(schemas.document(), s))
                    .read(call.request()));
            return Optional.empty();
        } catch (Forms.BrokenForm e) {
            return Optional.of(new Refusal(Cause.INVALID_REQUEST, "", "the form cannot be read: " + cut(reason(e))));
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage());
    }

    /** Returns how the parsed request breaks the contract, the first thing first; nothing if it keeps it. */
    public Optional<Refusal> judge(Call call) {
        for (Checked checked : parameters) {
            Optional<Refusal> refusal = parameter(checked.parameter, checked.values.of(call));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (operation.requestBody().isEmpty() || call.body().isMissingNode()) {
            return Optional.empty();
        }
        Optional<String> schema = mediaType(call, operation.requestBody().get()).flatMap(MediaType::schema);
        if (schema.isEmpty() || schemas.accepts(schema.get(), call.body())) {
            return rules.flatMap(r -> r.judge(call));
        }
        List<Violation> violations = schemas.check(schema.get(), call.body());
        if (violations.isEmpty()) {
            return rules.flatMap(r -> r.judge(call));
        }
        Violation first = violations.get(0);
        String field = field(first.at());
        String problem = (field.isEmpty() ? "" : field + ": ") + cut(first.message());
        return Optional.of(new Refusal(Cause.INVALID_REQUEST, field, problem));
    }

    private Optional<Refusal> parameter(Parameter parameter, JsonNode value) {
        if (value.isMissingNode()) {
            return parameter.isRequired()
                    ? Optional.of(new Refusal(
                            Cause.INVALID_REQUEST, parameter.name(), parameter.name() + ": the parameter is required"))
                    : Optional.empty();
        }
        if (parameter.schema().isEmpty() || schemas.accepts(parameter.schema().get(), value)) {
            return Optional.empty();
        }
        Violation first = schemas.check(parameter.schema().get(), value).get(0);
        String field = parameter.name() + (first.at().isEmpty() ? "" : "." + field(first.at()));
        return Optional.of(new Refusal(
                Cause.INVALID_REQUEST,
                field.replace(".[", "["),
                field.replace(".[", "[") + ": " + cut(first.message())));
    }

    /** Writes a JSON pointer as people write fields: {@code messages[0].role}. */
    static String field(String pointer) {
        if (pointer.isEmpty()) {
            return "";
        }
        StringBuilder field = new StringBuilder();
        for (String token : pointer.substring(1).split("/", -1)) {
            String name = Pointers.unescape(token);
            if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
                field.append('[').append(name).append(']');
            } else {
                field.append(field.length() == 0 ? "" : ".").append(name);
            }
        }
        return field.toString();
    }
}
