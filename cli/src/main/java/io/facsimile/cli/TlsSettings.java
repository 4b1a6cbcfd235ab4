package io.facsimile.cli;

import io.facsimile.mock.Tls;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of {@code facsimile mock} for TLS. */
final class TlsSettings {
    @Option(
            names = "--tls",
            description =
                    "Serve over TLS, too, on the port of --tls-port; the plain port stays. The certificate is made"
                            + " by the simulator and kept, unless you give your own.")
    private boolean isOn;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            defaultValue = "4443",
            description = "Port for TLS; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate of your own (PEM), with those that vouch for it; needs --tls-key.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM, not encrypted).")
    private @Nullable Path key;

    @Option(
            names = "--tls-keystore",
            paramLabel = "FILE",
            description = "Certificate and key of your own as a PKCS12 key store.")
    private @Nullable Path keyStore;

    @Option(
            names = "--tls-keystore-password",
            paramLabel = "WORD",
            defaultValue = "",
            description =
                    "Its password; better as FACSIMILE_TLS_KEYSTORE_PASSWORD, where no list of processes shows it.")
    private String password = "";

    @Option(
            names = "--tls-dir",
            paramLabel = "DIR",
            description =
                    "Where the certificate that the simulator makes is kept. Default: facsimile/tls in your cache.")
    private @Nullable Path directory;

    /**
     * Returns what is asked for; nothing for no TLS.
     *
     * @throws ParameterException if the options contradict each other
     */
    Optional<Tls> asked(CommandLine command) {
        if (port < 0 || port > 65535) {
            throw new ParameterException(command, "--tls-port must be 0 to 65535, not " + port);
        }
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(command, "--tls-cert and --tls-key go together");
        }
        if (certificate != null && keyStore != null) {
            throw new ParameterException(command, "give --tls-cert or --tls-keystore, not both");
        }
        if (certificate != null && key != null) {
            return Optional.of(new Tls(port, new Tls.Pem(certificate, key)));
        }
        if (keyStore != null) {
            return Optional.of(new Tls(port, new Tls.KeyStoreFile(keyStore, password)));
        }
        return isOn ? Optional.of(new Tls(port, new Tls.SelfMade(Optional.ofNullable(directory)))) : Optional.empty();
    }
}
