package io.facsimile.mock.answer;

import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Response;

/** The example that answers a request, with the response and media type that it belongs to. */
public record Chosen(Response response, MediaType mediaType, Example example) {}
