package io.facsimile.contract.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.source.Pointers;
import java.util.Map;

/**
 * The kinds of objects that an OpenAPI document consists of, each with the members that hold further ones. Whatever is
 * not in this table is copied as it stands: examples' values, constants, texts. That is how a {@code $ref} inside an
 * example is told from a reference.
 */
public enum Kind {
    DOCUMENT,
    COMPONENTS,
    PATH_ITEM,
    OPERATION,
    PARAMETER("parameters"),
    HEADER("headers"),
    REQUEST_BODY("requestBodies"),
    RESPONSE("responses"),
    MEDIA_TYPE,
    ENCODING,
    EXAMPLE("examples"),
    LINK("links"),
    CALLBACK("callbacks"),
    SCHEMA("schemas"),
    SECURITY_SCHEME("securitySchemes"),
    EXTENSION;

    /** Where a component of this kind is kept; empty for kinds that are always written in place. */
    final String section;

    Kind() {
        this("");
    }

    Kind(String section) {
        this.section = section;
    }

    boolean isComponent() {
        return !section.isEmpty();
    }

    /** Gets every object of a document with its kind. */
    @FunctionalInterface
    public interface Visitor {
        void visit(Kind kind, String pointer, JsonNode node);
    }

    /** Shows every object of an OpenAPI document to a visitor, from the outside in; values of examples are not looked into. */
    public static void walk(JsonNode document, Visitor visitor) {
        walk(DOCUMENT, "", document, visitor);
    }

    private static void walk(Kind kind, String pointer, JsonNode node, Visitor visitor) {
        if (!node.isObject() || kind == EXTENSION) {
            return;
        }
        visitor.visit(kind, pointer, node);
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Member member = kind.member(entry.getKey());
            if (member == null) {
                continue;
            }
            String at = pointer + "/" + Pointers.escape(entry.getKey());
            JsonNode value = entry.getValue();
            switch (member.shape()) {
                case ONE -> walk(member.kind(), at, value, visitor);
                case LIST -> {
                    for (int i = 0; value.isArray() && i < value.size(); i++) {
                        walk(member.kind(), at + "/" + i, value.get(i), visitor);
                    }
                }
                case MAP -> {
                    for (Map.Entry<String, JsonNode> item : value.properties()) {
                        walk(member.kind(), at + "/" + Pointers.escape(item.getKey()), item.getValue(), visitor);
                    }
                }
            }
        }
    }

    /** How a member holds objects of a kind: one, a list of them, or a map to them. */
    enum Shape {
        ONE,
        LIST,
        MAP
    }

    record Member(Kind kind, Shape shape) {}

    private static Member one(Kind kind) {
        return new Member(kind, Shape.ONE);
    }

    private static Member list(Kind kind) {
        return new Member(kind, Shape.LIST);
    }

    private static Member map(Kind kind) {
        return new Member(kind, Shape.MAP);
    }

    private static final Map<String, Member> OF_PARAMETER =
            Map.of("schema", one(SCHEMA), "content", map(MEDIA_TYPE), "examples", map(EXAMPLE));

    private static final Map<Kind, Map<String, Member>> MEMBERS = Map.ofEntries(
            Map.entry(
                    DOCUMENT,
                    Map.of("paths", map(PATH_ITEM), "webhooks", map(PATH_ITEM), "components", one(COMPONENTS))),
            Map.entry(
                    COMPONENTS,
                    Map.of(
                            "schemas", map(SCHEMA),
                            "responses", map(RESPONSE),
                            "parameters", map(PARAMETER),
                            "examples", map(EXAMPLE),
                            "requestBodies", map(REQUEST_BODY),
                            "headers", map(HEADER),
                            "links", map(LINK),
                            "callbacks", map(CALLBACK),
                            "pathItems", map(PATH_ITEM),
                            "securitySchemes", map(SECURITY_SCHEME))),
            Map.entry(
                    PATH_ITEM,
                    Map.of(
                            "get", one(OPERATION),
                            "put", one(OPERATION),
                            "post", one(OPERATION),
                            "delete", one(OPERATION),
                            "options", one(OPERATION),
                            "head", one(OPERATION),
                            "patch", one(OPERATION),
                            "trace", one(OPERATION),
                            "parameters", list(PARAMETER))),
            Map.entry(
                    OPERATION,
                    Map.of(
                            "parameters", list(PARAMETER),
                            "requestBody", one(REQUEST_BODY),
                            "responses", map(RESPONSE),
                            "callbacks", map(CALLBACK))),
            Map.entry(PARAMETER, OF_PARAMETER),
            Map.entry(HEADER, OF_PARAMETER),
            Map.entry(REQUEST_BODY, Map.of("content", map(MEDIA_TYPE))),
            Map.entry(RESPONSE, Map.of("headers", map(HEADER), "content", map(MEDIA_TYPE), "links", map(LINK))),
            Map.entry(
                    MEDIA_TYPE,
                    Map.of(
                            "schema", one(SCHEMA),
                            "examples", map(EXAMPLE),
                            "x-event-examples", map(EXAMPLE),
                            "encoding", map(ENCODING))),
            Map.entry(ENCODING, Map.of("headers", map(HEADER))),
            Map.entry(
                    SCHEMA,
                    Map.ofEntries(
                            Map.entry("properties", map(SCHEMA)),
                            Map.entry("patternProperties", map(SCHEMA)),
                            Map.entry("dependentSchemas", map(SCHEMA)),
                            Map.entry("$defs", map(SCHEMA)),
                            // The name of older drafts, which files of schemas still have.
                            Map.entry("definitions", map(SCHEMA)),
                            Map.entry("items", one(SCHEMA)),
                            Map.entry("additionalProperties", one(SCHEMA)),
                            Map.entry("unevaluatedProperties", one(SCHEMA)),
                            Map.entry("unevaluatedItems", one(SCHEMA)),
                            Map.entry("propertyNames", one(SCHEMA)),
                            Map.entry("contains", one(SCHEMA)),
                            Map.entry("not", one(SCHEMA)),
                            Map.entry("if", one(SCHEMA)),
                            Map.entry("then", one(SCHEMA)),
                            Map.entry("else", one(SCHEMA)),
                            Map.entry("oneOf", list(SCHEMA)),
                            Map.entry("anyOf", list(SCHEMA)),
                            Map.entry("allOf", list(SCHEMA)),
                            Map.entry("prefixItems", list(SCHEMA)))));

    /** Returns what a member of an object of this kind holds, or null if its value is copied as it stands. */
    @org.jspecify.annotations.Nullable
    Member member(String name) {
        if (this == CALLBACK) {
            return name.startsWith("x-") ? one(EXTENSION) : one(PATH_ITEM);
        }
        Member member = MEMBERS.getOrDefault(this, Map.of()).get(name);
        return member == null && name.startsWith("x-") ? one(EXTENSION) : member;
    }
}
