package io.facsimile.mock.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.RequestValues;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A task as it stands at a moment.
 *
 * @param type {@code family.type}
 * @param progress what the provider would print; empty for nothing
 * @param parent the parent's id; empty for none
 * @param started when it left its first states; empty before
 * @param submittedWith the request that submitted it
 */
public record TaskView(
        String id,
        String type,
        String state,
        boolean isEnded,
        String progress,
        String parent,
        Instant submitted,
        Optional<Instant> started,
        Optional<Instant> finished,
        Map<String, JsonNode> facts,
        RequestValues submittedWith) {}
