package io.facsimile.mock.request;

/**
 * A request as it came over the wire.
 *
 * @param method upper case
 * @param path still percent-encoded, without the query
 * @param query still percent-encoded, without the question mark; empty for none
 * @param body the whole body
 * @param origin how the client addresses this server: {@code http://127.0.0.1:4010}
 */
public record MockRequest(String method, String path, String query, Headers headers, byte[] body, String origin) {

    /** Returns whether only the headers of an answer are wanted (RFC 9110, 9.3.2). */
    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Returns the same request with another method. */
    public MockRequest withMethod(String other) {
        return new MockRequest(other, path, query, headers, body, origin);
    }

    /** Returns the same request with another body. */
    public MockRequest withBody(byte[] other) {
        return new MockRequest(method, path, query, headers, other, origin);
    }

    /** Returns the media type of the body as sent, or "". */
    public String contentType() {
        String type = headers.first("content-type");
        return type == null ? "" : type;
    }
}
