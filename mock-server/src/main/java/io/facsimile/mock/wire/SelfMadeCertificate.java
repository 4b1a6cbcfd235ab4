package io.facsimile.mock.wire;

import io.facsimile.mock.Tls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for this machine's own names, made by the JDK's {@code keytool} and kept in a directory that only its user
 * can read. It vouches for nobody but itself.
 *
 * @param store the certificate with its key
 * @param pem the certificate alone, for clients to trust
 */
record SelfMadeCertificate(Tls.KeyStoreFile store, Path pem) {
    /** The directory guards the key, not the password: PKCS12 has to have one. */
    private static final String PASSWORD = "facsimile";

    private static final int DAYS = 397;
    private static final Duration SPARE = Duration.ofDays(7);

    /**
     * Returns the certificate that was made before, or makes one.
     *
     * @throws IOException if none can be made
     */
    static SelfMadeCertificate of(Optional<Path> chosen, String host) throws IOException {
        Path directory = chosen.orElseGet(SelfMadeCertificate::cache);
        createPrivate(directory);
        Set<String> names = names(host);
        String name = names.size() == 3 ? "localhost" : host.replaceAll("[^A-Za-z0-9.-]", "_");
        SelfMadeCertificate certificate = new SelfMadeCertificate(
                new Tls.KeyStoreFile(directory.resolve(name + ".p12"), PASSWORD), directory.resolve(name + ".pem"));
        synchronized (SelfMadeCertificate.class) {
            try (FileChannel lock = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                if (held.isValid() && !certificate.isGood()) {
                    certificate.make(names);
                }
            }
        }
        return certificate;
    }

    private static Path cache() {
        String named = System.getenv("XDG_CACHE_HOME");
        Path caches =
                named == null || named.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
        return caches.resolve("facsimile").resolve("tls");
    }

    private static void createPrivate(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        try {
            FileAttribute<?>[] onlyMine =
                    directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0];
            Files.createDirectories(directory, onlyMine);
        } catch (IOException e) {
            throw new IOException("cannot make the directory " + directory + " for a certificate (" + e + ")", e);
        }
    }

    /** The names of this machine, and the address that is listened on if it is another. */
    private static Set<String> names(String host) {
        Set<String> names = new LinkedHashSet<>(List.of("dns:localhost", "ip:127.0.0.1", "ip:0:0:0:0:0:0:0:1"));
        boolean isEverywhere = host.equals("0.0.0.0") || host.equals("::");
        boolean isLocal = host.toLowerCase(Locale.ROOT).equals("localhost")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
        if (!isEverywhere && !isLocal) {
            names.add((host.matches("[0-9.]+|.*:.*") ? "ip:" : "dns:") + host);
        }
        return names;
    }

    private boolean isGood() {
        if (!Files.isRegularFile(store.file()) || !Files.isRegularFile(pem)) {
            return false;
        }
        try {
            Certificate known = ServedCertificate.ofStore(store, Files.readAllBytes(store.file()));
            ((X509Certificate) known).checkValidity(Date.from(Instant.now().plus(SPARE)));
            return Files.readString(pem).equals(pem(known));
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    /** Key and certificate come into their places whole, so that a server that starts meanwhile reads no half of them. */
    private void make(Set<String> names) throws IOException {
        Path draft = Files.createTempDirectory(store.file().toAbsolutePath().getParent(), "new");
        Path made = draft.resolve("made.p12");
        try {
            keytool(names, made);
            Certificate certificate =
                    ServedCertificate.ofStore(new Tls.KeyStoreFile(made, PASSWORD), Files.readAllBytes(made));
            Path text = Files.writeString(draft.resolve("made.pem"), pem(certificate));
            Files.move(made, store.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.move(text, pem, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot write the certificate " + pem, e);
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(draft.resolve("made.pem"));
            Files.deleteIfExists(draft.resolve("said"));
            Files.deleteIfExists(draft);
        }
    }

    private static void keytool(Set<String> names, Path made) throws IOException {
        Path said = made.resolveSibling("said");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        tool.toString(),
                        "-genkeypair",
                        "-alias",
                        "facsimile",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-validity",
                        Integer.toString(DAYS),
                        "-dname",
                        "CN=localhost,O=Facsimile mock server",
                        "-ext",
                        "SAN=" + String.join(",", names),
                        "-ext",
                        "EKU=serverAuth",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        made.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(tool + " made no certificate within 60 seconds");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making a certificate", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(tool + " made no certificate: "
                    + Files.readString(said, StandardCharsets.UTF_8).strip() + "; give one of your own instead");
        }
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
    }
}
