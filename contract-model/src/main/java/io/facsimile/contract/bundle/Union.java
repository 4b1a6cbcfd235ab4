package io.facsimile.contract.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.Problem;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operations of all providers as one document, from which one client and one set of server stubs are generated: what
 * providers share stands there once. An operation that a further provider has at another path comes in again, with the
 * provider's name at the end of its operationId ({@code getSunoTaskOfUniai}), so that every path can be called.
 */
public final class Union {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode paths = NODES.objectNode();
    private final ObjectNode components = NODES.objectNode();
    private final Map<String, JsonNode> tags = new LinkedHashMap<>();
    private final Set<String> operationIds = new HashSet<>();
    private final Map<String, String> owners = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Union() {}

    /**
     * Unites bundles.
     *
     * @param bundles by provider; the first that has an operation keeps its name
     * @return an OpenAPI document; its servers are those of the first provider
     * @throws ContractException if two providers mean different things by one path or one component name
     */
    public static JsonNode of(Map<String, Bundle> bundles) {
        Union union = new Union();
        ObjectNode document = NODES.objectNode();
        bundles.forEach((provider, bundle) -> {
            JsonNode root = bundle.document();
            if (document.isEmpty()) {
                document.set("openapi", root.path("openapi"));
                document.set("info", union.info(bundles));
                document.set("servers", root.path("servers"));
                document.set("security", root.path("security"));
            }
            root.path("tags")
                    .forEach(tag -> union.tags.putIfAbsent(tag.path("name").asText(), tag));
            union.components(provider, bundle);
            union.paths(provider, bundle);
        });
        if (!union.problems.isEmpty()) {
            throw new ContractException(union.problems);
        }
        ArrayNode tags = document.putArray("tags");
        union.tags.values().forEach(tags::add);
        document.set("paths", union.paths);
        document.set("components", union.components);
        return document;
    }

    private ObjectNode info(Map<String, Bundle> bundles) {
        ObjectNode info = NODES.objectNode();
        info.put("title", "AI gateways");
        info.put("version", "1.0");
        info.put("description", "The operations of " + String.join(", ", bundles.keySet()) + ".");
        return info;
    }

    private void components(String provider, Bundle bundle) {
        for (Map.Entry<String, JsonNode> section :
                bundle.document().path("components").properties()) {
            ObjectNode all = components.withObject("/" + section.getKey());
            for (Map.Entry<String, JsonNode> component : section.getValue().properties()) {
                String pointer = "/components/" + section.getKey() + "/" + Pointers.escape(component.getKey());
                JsonNode known = all.get(component.getKey());
                if (known == null) {
                    all.set(component.getKey(), component.getValue());
                    owners.put(pointer, provider);
                } else if (!meaning(known).equals(meaning(component.getValue()))) {
                    problem(
                            bundle,
                            pointer,
                            "\"" + component.getKey() + "\" is something else at " + owners.get(pointer),
                            "rename one of them, or let both refer to one");
                }
            }
        }
    }

    /** Providers describe their keys in their own words. */
    private static JsonNode meaning(JsonNode component) {
        boolean isScheme = component.path("type").isTextual() && (component.has("scheme") || component.has("in"));
        return isScheme && component instanceof ObjectNode scheme
                ? scheme.deepCopy().without("description")
                : component;
    }

    private void paths(String provider, Bundle bundle) {
        for (Map.Entry<String, JsonNode> path : bundle.document().path("paths").properties()) {
            String pointer = "/paths/" + Pointers.escape(path.getKey());
            JsonNode known = paths.get(path.getKey());
            if (known == null) {
                paths.set(path.getKey(), named(path.getValue(), provider));
                owners.put(pointer, provider);
            } else if (!withoutLinks(named(path.getValue(), known)).equals(withoutLinks(known))) {
                problem(
                        bundle,
                        pointer,
                        path.getKey() + " is something else at " + owners.get(pointer),
                        "refer to the same path item, or to one at another path");
            }
        }
    }

    /** Returns the path item with operationIds that no other path has. */
    private JsonNode named(JsonNode item, String provider) {
        JsonNode copy = item.deepCopy();
        for (JsonNode operation : copy) {
            String id = operation.path("operationId").asText();
            if (!id.isEmpty() && !operationIds.add(id)) {
                String other = id + "Of" + Character.toUpperCase(provider.charAt(0)) + provider.substring(1);
                operationIds.add(other);
                ((ObjectNode) operation).put("operationId", other);
            }
        }
        return copy;
    }

    /** Returns the path item with the operationIds that another has. */
    private static JsonNode named(JsonNode item, JsonNode like) {
        JsonNode copy = item.deepCopy();
        for (Map.Entry<String, JsonNode> member : copy.properties()) {
            JsonNode id = like.path(member.getKey()).path("operationId");
            if (member.getValue() instanceof ObjectNode operation && id.isTextual()) {
                operation.set("operationId", id);
            }
        }
        return copy;
    }

    /** Providers of one family may have different operations to link to. */
    private static JsonNode withoutLinks(JsonNode item) {
        JsonNode copy = item.deepCopy();
        for (JsonNode operation : copy) {
            for (JsonNode response : operation.path("responses")) {
                if (response instanceof ObjectNode object) {
                    object.remove("links");
                }
            }
        }
        return copy;
    }

    private void problem(Bundle bundle, String pointer, String what, String remedy) {
        problems.add(new Problem("one-meaning", bundle.line(pointer), what, remedy));
    }
}
