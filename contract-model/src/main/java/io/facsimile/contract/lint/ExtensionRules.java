package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.schema.Violation;
import io.facsimile.contract.source.Pointers;
import java.util.List;
import java.util.Map;

/** The x- keys against their register. */
final class ExtensionRules {
    private ExtensionRules() {}

    static void registered(Subject subject, Report report) {
        if (subject.register().isEmpty()) {
            return;
        }
        JsonNode register = subject.register().get();
        Schemas schemas = Schemas.of(register);
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String key = entry.getKey();
                if (!key.startsWith("x-")) {
                    continue;
                }
                String at = pointer + "/" + Pointers.escape(key);
                if (!register.has(key)) {
                    report.problem(at, "\"" + key + "\" is not in extensions.yaml", "register it or remove it");
                    continue;
                }
                List<Violation> violations = schemas.check("/" + Pointers.escape(key) + "/schema", entry.getValue());
                for (Violation violation : violations) {
                    report.problem(
                            at + violation.at(),
                            "\"" + key + "\" is not what the register asks for"
                                    + (violation.at().isEmpty() ? "" : " at " + violation.at()) + ": "
                                    + violation.message(),
                            "see extensions.yaml");
                }
            }
        });
    }
}
