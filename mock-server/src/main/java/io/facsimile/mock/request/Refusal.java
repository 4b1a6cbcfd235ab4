package io.facsimile.mock.request;

import io.facsimile.contract.Cause;

/**
 * Why a request is refused.
 *
 * @param field the offending field as people write it, such as {@code messages[0].role}; empty when it is not one field
 * @param problem what is wrong, for people
 */
public record Refusal(Cause cause, String field, String problem) {}
