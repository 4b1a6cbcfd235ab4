package io.facsimile.mock.wire;

import io.facsimile.contract.Cause;
import io.facsimile.mock.request.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Takes a request's body out of the codings that its header Content-Encoding names. Source: RFC 9110, 8.4. */
final class ContentCoding {
    /** The codings that are understood, as the header Accept-Encoding of an answer tells them. */
    static final String KNOWN = "gzip, deflate";

    private static final int PIECE = 16 * 1024;
    private static final int MOST_CODINGS = 4;

    private ContentCoding() {}

    /** The body cannot be had. */
    static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;
        private final int status;

        private Undecodable(Cause cause, int status, String problem) {
            super(problem);
            this.refusal = new Refusal(cause, "", problem);
            this.status = status;
        }

        Refusal refusal() {
            return refusal;
        }

        /** Returns the status in place of the provider's own; nothing for that one. */
        OptionalInt status() {
            return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
        }
    }

    /**
     * Returns a body without its codings.
     *
     * @param codings the header's value, in the order in which they were put on
     * @param most how many bytes a body may have
     * @throws Undecodable if a coding is not known, the body not in it, or larger than it may be
     */
    static byte[] decode(String codings, byte[] body, int most) throws Undecodable {
        String[] names = codings.split(",", -1);
        if (names.length > MOST_CODINGS) {
            throw new Undecodable(
                    Cause.UNSUPPORTED_MEDIA, 415, "the body has more than " + MOST_CODINGS + " Content-Encodings");
        }
        byte[] decoded = body;
        for (int i = names.length - 1; i >= 0; i--) {
            decoded = one(names[i].strip().toLowerCase(Locale.ROOT), decoded, most);
        }
        return decoded;
    }

    private static byte[] one(String name, byte[] body, int most) throws Undecodable {
        boolean isGzip = name.equals("gzip") || name.equals("x-gzip");
        if (!isGzip && !name.equals("deflate")) {
            if (name.isEmpty() || name.equals("identity")) {
                return body;
            }
            throw new Undecodable(
                    Cause.UNSUPPORTED_MEDIA,
                    415,
                    "the Content-Encoding \"" + (name.length() > 40 ? name.substring(0, 40) + "…" : name)
                            + "\" is not supported; send the body as it is, or use " + KNOWN);
        }
        try (InputStream in = isGzip ? new GZIPInputStream(new ByteArrayInputStream(body)) : inflated(body)) {
            return read(in, most);
        } catch (IOException e) {
            throw new Undecodable(
                    Cause.INVALID_REQUEST, 0, "the body is not in the Content-Encoding \"" + name + "\": it is broken");
        }
    }

    /** The coding "deflate" has a zlib header; many clients leave it out. */
    private static InputStream inflated(byte[] body) {
        boolean hasHeader =
                body.length > 1 && (body[0] & 0x0F) == 8 && ((body[0] & 0xFF) * 256 + (body[1] & 0xFF)) % 31 == 0;
        return new InflaterInputStream(new ByteArrayInputStream(body), new Inflater(!hasHeader)) {
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }

    private static byte[] read(InputStream in, int most) throws IOException, Undecodable {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            if (out.size() + (long) count > most) {
                throw new Undecodable(
                        Cause.TOO_LARGE, 0, "the body is larger than " + most + " bytes when it is decoded");
            }
            out.write(piece, 0, count);
        }
        return out.toByteArray();
    }
}
