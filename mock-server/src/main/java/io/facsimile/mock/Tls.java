package io.facsimile.mock;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the mock is served over TLS, on a port of its own beside the plain one.
 *
 * @param port 0 for any free one
 */
public record Tls(int port, Certificate certificate) {
    /** A certificate that the simulator makes itself, on any free port. */
    public static final Tls SELF_MADE = new Tls(0, new SelfMade(Optional.empty()));

    public Tls {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("the port of TLS must be 0 to 65535, not " + port);
        }
    }

    /** Where the certificate and its private key come from. */
    public sealed interface Certificate {}

    /**
     * Made once, for localhost, 127.0.0.1, ::1 and the address that is listened on, and kept, so that a client that trusts
     * it does so after the next start, too.
     *
     * @param directory where it is kept; the user's cache if empty
     */
    public record SelfMade(Optional<Path> directory) implements Certificate {}

    /**
     * Two PEM files.
     *
     * @param certificate the certificate, then those that vouch for it
     * @param key its private key, not encrypted
     */
    public record Pem(Path certificate, Path key) implements Certificate {}

    /** A PKCS12 key store with one key. */
    public record KeyStoreFile(Path file, String password) implements Certificate {
        /** Says nothing of the password. */
        @Override
        public String toString() {
            return "KeyStoreFile[" + file + "]";
        }
    }
}
