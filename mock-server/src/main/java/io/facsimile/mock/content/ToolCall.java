package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;

/** A call of one of the caller's tools, with arguments that fit its schema. */
public record ToolCall(String name, JsonNode arguments) {}
