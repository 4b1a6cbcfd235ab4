package io.facsimile.mock.wire;

import io.facsimile.mock.Tls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.HexFormat;

/** The certificate that the server shows, with its key. */
public final class ServedCertificate {
    private final Path file;
    private final Certificate certificate;
    private final KeyCertOptions forVertx;

    private ServedCertificate(Path file, Certificate certificate, KeyCertOptions forVertx) {
        this.file = file;
        this.certificate = certificate;
        this.forVertx = forVertx;
    }

    /**
     * Reads a certificate and its key, or makes them.
     *
     * @param host what the server listens on
     * @throws IOException if they cannot be read or made; the message says which file and why
     */
    static ServedCertificate of(Tls.Certificate from, String host) throws IOException {
        if (from instanceof Tls.Pem pem) {
            Certificate first = pem(pem.certificate());
            requireKey(pem.key());
            return new ServedCertificate(
                    pem.certificate(),
                    first,
                    new PemKeyCertOptions()
                            .setCertValue(Buffer.buffer(bytes(pem.certificate())))
                            .setKeyValue(Buffer.buffer(bytes(pem.key()))));
        }
        if (from instanceof Tls.KeyStoreFile store) {
            return of(store, store.file());
        }
        SelfMadeCertificate made = SelfMadeCertificate.of(((Tls.SelfMade) from).directory(), host);
        return of(made.store(), made.pem());
    }

    private static ServedCertificate of(Tls.KeyStoreFile store, Path shown) throws IOException {
        byte[] bytes = bytes(store.file());
        return new ServedCertificate(
                shown,
                ofStore(store, bytes),
                new PfxOptions().setValue(Buffer.buffer(bytes)).setPassword(store.password()));
    }

    /**
     * Returns the certificate of a key store's key.
     *
     * @throws IOException if the file is no PKCS12 key store with one key, or the password is wrong
     */
    static Certificate ofStore(Tls.KeyStoreFile store, byte[] bytes) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(bytes), store.password().toCharArray());
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias)) {
                    return keys.getCertificate(alias);
                }
            }
            throw new IOException("the key store " + store.file() + " has no private key");
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(
                    "cannot read the key store " + store.file() + ": it is no PKCS12 file with a private key, or the"
                            + " password is wrong (" + e.getMessage() + ")",
                    e);
        }
    }

    private static Certificate pem(Path file) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the certificate " + file + ": it is no PEM file with one", e);
        }
    }

    private static void requireKey(Path file) throws IOException {
        String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
        if (text.contains("ENCRYPTED")) {
            throw new IOException("the private key " + file + " is encrypted; decrypt it first (openssl pkey)");
        }
        if (!text.contains("PRIVATE KEY-----")) {
            throw new IOException("cannot read the private key " + file + ": it is no PEM file with one");
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file + " for TLS");
        }
        return Files.readAllBytes(file);
    }

    KeyCertOptions forVertx() {
        return forVertx;
    }

    /** Returns the file that holds the certificate: PEM, or the key store that was given. */
    public Path file() {
        return file;
    }

    /** Returns the SHA-256 of the certificate, as browsers show it: {@code 3F:A9:…}. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
