package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** What the OpenAPI world itself says about a contract. */
final class OpenApiRules {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenApiRules() {}

    static void officialSchema(Subject subject, Report report) {
        String resource = subject.contract().version().startsWith("3.0")
                ? "/openapi/3.0/schema/2024-10-18"
                : "/openapi/3.1/schema/2025-09-15";
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .locale(Locale.ENGLISH)
                .pathType(PathType.JSON_POINTER)
                .build();
        Schema schema = SchemaRegistry.withDefaultDialect(
                        Dialects.getDraft202012(), b -> b.schemaRegistryConfig(config))
                .getSchema(read(resource));
        int told = 0;
        for (Error error : schema.validate(subject.document())) {
            if (told++ == 20) {
                return;
            }
            report.problem(
                    error.getInstanceLocation().toString(),
                    "not valid OpenAPI: " + error.getMessage(),
                    "see the OpenAPI specification, version "
                            + subject.contract().version());
        }
    }

    private static JsonNode read(String resource) {
        try (InputStream in = OpenApiRules.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the official schema " + resource + " is not on the class path");
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void swaggerParser(Subject subject, Report report) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result =
                new OpenAPIV3Parser().readContents(subject.document().toString(), List.of(), options);
        for (String message : result.getMessages() == null ? List.<String>of() : result.getMessages()) {
            report.problem("", "Swagger Parser says: " + message, "make the contract plainer there");
        }
        if (result.getOpenAPI() == null) {
            report.problem("", "Swagger Parser cannot read the contract", "see its messages");
        }
    }
}
