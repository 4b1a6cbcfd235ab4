package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import io.facsimile.contract.source.Pointers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Validates values by schemas of one document, each named by its JSON pointer. The document is the raw one, so that
 * every word of JSON Schema counts; a schema is compiled when it is first used.
 */
public final class Schemas {
    private static final String BASE = "https://contract.facsimile.invalid/document";

    private final JsonNode document;
    private final QuickSchemas quick;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
    private @Nullable JsonNode formed;
    private volatile @Nullable Schema root;

    private Schemas(JsonNode written) {
        this.document = Discriminated.of(written);
        boolean is30 = document.path("openapi").asText().startsWith("3.0");
        // In a document of 3.1 the old words are left to the validator, which often nobody needs.
        this.quick = new QuickSchemas(is30 ? formed() : document);
    }

    /** Returns the document in the form of 3.1. */
    private synchronized JsonNode formed() {
        JsonNode known = formed;
        if (known == null) {
            known = Form31.of(document);
            formed = known;
        }
        return known;
    }

    /** Returns the validator's document, which is read when it is first asked for. */
    private Schema root() {
        Schema known = root;
        return known != null ? known : read();
    }

    private synchronized Schema read() {
        Schema known = root;
        if (known == null) {
            SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                    .locale(Locale.ENGLISH)
                    .pathType(PathType.JSON_POINTER)
                    .formatAssertionsEnabled(true)
                    .regularExpressionFactory(new PatientPatterns())
                    .build();
            known = SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31(), b -> b.schemaRegistryConfig(config))
                    .getSchema(SchemaLocation.of(BASE), formed());
            root = known;
        }
        return known;
    }

    public static Schemas of(JsonNode document) {
        return new Schemas(document);
    }

    /** Returns the schemas as requests are held to them: what is {@code readOnly} need not be there. */
    public static Schemas ofRequests(JsonNode document) {
        return new Schemas(OneWay.without("readOnly", document));
    }

    /** Returns the schemas as answers are held to them: what is {@code writeOnly} need not be there. */
    public static Schemas ofAnswers(JsonNode document) {
        return new Schemas(OneWay.without("writeOnly", document));
    }

    /** Returns whether requests and answers are held to different schemas. */
    public static boolean differByDirection(JsonNode document) {
        return OneWay.isUsed("readOnly", document) || OneWay.isUsed("writeOnly", document);
    }

    /** Returns whether a value fits the schema at a pointer. Many times cheaper than {@link #check}. */
    public boolean accepts(String pointer, JsonNode value) {
        Fit fit = quick(pointer, value);
        return fit == Fit.UNSURE ? schema(pointer).validate(value, OutputFormat.BOOLEAN) : fit == Fit.YES;
    }

    /**
     * Returns how many schemas have to be looked at, at most, to hold a value to the schema at a pointer.
     *
     * @param most where counting ends; what is returned is more if there are more, or if there is no end to it
     */
    public int effort(String pointer, JsonNode value, int most) {
        return new Effort(document, most).of(pointer, value);
    }

    /** Returns what can be said without the validator. */
    Fit quick(String pointer, JsonNode value) {
        return quick.at(pointer).test(value);
    }

    /**
     * Returns how a value breaks the schema at a pointer; nothing if it fits. Where no branch of a union fits, only what
     * the closest branch misses is reported, or all the words that tell its branches apart.
     */
    public List<Violation> check(String pointer, JsonNode value) {
        List<Error> errors = schema(pointer).validate(value);
        if (errors.isEmpty()) {
            return List.of();
        }
        return new Reduction(document, errors).violations();
    }

    private Schema schema(String pointer) {
        Schema schema = compiled.get(pointer);
        return schema != null ? schema : compiled.computeIfAbsent(pointer, this::compile);
    }

    private Schema compile(String pointer) {
        if (Pointers.at(document, pointer).isMissingNode()) {
            throw new IllegalArgumentException("the document has no schema at " + pointer);
        }
        NodePath path = new NodePath(PathType.JSON_POINTER);
        JsonNode at = document;
        if (!pointer.isEmpty()) {
            for (String token : pointer.substring(1).split("/", -1)) {
                String name = Pointers.unescape(token);
                path = at.isArray() ? path.append(Integer.parseInt(name)) : path.append(name);
                at = at.isArray() ? at.path(Integer.parseInt(name)) : at.path(name);
            }
        }
        Schema schema = pointer.isEmpty() ? root() : root().getSubSchema(path);
        schema.initializeValidators();
        return schema;
    }

    /** Returns the document that the schemas are in. */
    public JsonNode document() {
        return document;
    }

    @Override
    public String toString() {
        return "Schemas[" + compiled.size() + " compiled]";
    }
}
