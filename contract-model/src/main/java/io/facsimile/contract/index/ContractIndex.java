package io.facsimile.contract.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.ContractFiles;
import io.facsimile.contract.ContractReader;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Problem;
import io.facsimile.contract.Route;
import io.facsimile.contract.bundle.Bundle;
import io.facsimile.contract.bundle.Bundler;
import io.facsimile.contract.bundle.Excerpt;
import io.facsimile.contract.bundle.Union;
import io.facsimile.contract.source.SourceLine;
import io.facsimile.contract.source.YamlFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The contracts of a directory, bundled and stored as JSON: {@code <provider>.json}, its lines and routes beside it, what
 * each operation needs of it in {@code <provider>/<number>.json}, and the files that examples name. Written by the build of {@code openapi/}, read from the class path.
 */
public final class ContractIndex {
    private static final String HOME = "/facsimile/contracts/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String DOCUMENTS = "documents.json";
    private static final String ROUTES = ".routes";

    /** The file with the operations of all providers, for generators. */
    public static final String UNION = "all-providers.json";

    private ContractIndex() {}

    /**
     * Compiles every provider of a contracts directory.
     *
     * @param contracts the directory with {@code providers/}
     * @param target where the index is written
     * @return the contracts by provider
     * @throws ContractException with the problems of all providers
     */
    public static Map<String, Contract> write(Path contracts, Path target) {
        Map<String, Contract> all = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        try {
            List<Path> entries;
            try (Stream<Path> files = Files.list(contracts.resolve("providers"))) {
                entries = files.filter(f -> f.toString().endsWith(".yaml"))
                        .sorted()
                        .toList();
            }
            Files.createDirectories(target);
            Map<String, Bundle> bundles = new TreeMap<>();
            for (Path entry : entries) {
                String provider =
                        Objects.requireNonNull(entry.getFileName()).toString().replaceFirst("\\.yaml$", "");
                try {
                    Bundle bundle = Bundler.bundle(entry);
                    Contract contract = ContractReader.read(provider, bundle);
                    all.put(provider, contract);
                    write(bundle, provider, target);
                    writeExcerpts(contract, target.resolve(provider));
                    write(LazyContract.of(contract).routes(), target.resolve(provider + ROUTES));
                    bundles.put(provider, bundle);
                } catch (ContractException e) {
                    e.problems().stream().filter(p -> !problems.contains(p)).forEach(problems::add);
                }
            }
            Map<String, Bundle> ranked = ranked(bundles);
            Files.write(target.resolve("providers.txt"), ranked.keySet());
            if (problems.isEmpty() && !ranked.isEmpty()) {
                JSON.writeValue(target.resolve(UNION).toFile(), Union.of(ranked));
            }
            Path documents = contracts.resolve("documents.yaml");
            if (Files.exists(documents)) {
                JSON.writeValue(
                        target.resolve(DOCUMENTS).toFile(),
                        YamlFile.read(documents, "documents.yaml").root());
            }
            copyMedia(contracts.resolve(ContractFiles.MEDIA), target.resolve(ContractFiles.MEDIA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        return all;
    }

    private static Map<String, Bundle> ranked(Map<String, Bundle> bundles) {
        List<Map.Entry<String, Bundle>> entries = new ArrayList<>(bundles.entrySet());
        entries.sort(Comparator.comparingInt(
                e -> e.getValue().document().path("info").path("x-rank").asInt(Integer.MAX_VALUE)));
        Map<String, Bundle> ranked = new LinkedHashMap<>();
        entries.forEach(e -> ranked.put(e.getKey(), e.getValue()));
        return ranked;
    }

    /** Copies the files that binary examples name. */
    private static void copyMedia(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.write(
                        to.resolve(Objects.requireNonNull(file.getFileName()).toString()), Files.readAllBytes(file));
            }
        }
    }

    private static void write(List<Route> routes, Path file) throws IOException {
        Files.write(
                file,
                routes.stream()
                        .map(r -> String.join("\t", r.method(), r.path(), r.operation(), String.join(" ", r.bases())))
                        .toList());
    }

    private static void writeExcerpts(Contract contract, Path target) throws IOException {
        Files.createDirectories(target);
        int number = 0;
        for (Operation operation : contract.operations()) {
            JSON.writeValue(target.resolve(number++ + ".json").toFile(), Excerpt.of(contract.document(), operation));
        }
    }

    private static void write(Bundle bundle, String provider, Path target) throws IOException {
        JSON.writeValue(target.resolve(provider + ".json").toFile(), bundle.document());
        try (BufferedWriter lines = Files.newBufferedWriter(target.resolve(provider + ".lines"))) {
            writeLines(bundle, bundle.document(), "", 0, lines);
        }
        for (Map.Entry<String, Path> file : bundle.files().entrySet()) {
            Path copy = target.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.write(copy, Files.readAllBytes(file.getValue()));
        }
    }

    /** Lines are kept down to the properties of schemas; what lies deeper is near enough. */
    private static void writeLines(Bundle bundle, JsonNode node, String pointer, int depth, BufferedWriter out)
            throws IOException {
        SourceLine line = bundle.line(pointer);
        out.write(pointer + "\t" + line.file() + "\t" + line.line() + "\n");
        if (depth < 6) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (entry.getValue().isContainerNode()) {
                    writeLines(
                            bundle,
                            entry.getValue(),
                            pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                            depth + 1,
                            out);
                }
            }
        }
    }

    /** Returns the providers on the class path, in the order of their rank. */
    public static List<String> providers() {
        try (InputStream in = ContractIndex.class.getResourceAsStream(HOME + "providers.txt")) {
            if (in == null) {
                return List.of();
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a provider's contract from the class path.
     *
     * @throws ContractException if there is none of that name
     */
    public static Contract read(String provider) {
        require(provider);
        return read(provider, provider + ".json", new Lines(provider));
    }

    private static Contract read(String provider, String file, Lines lines) {
        try (InputStream in = stream(file)) {
            return ContractReader.read(provider, JSON.readTree(in), lines, ContractIndex::bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a provider's routes from the class path, and the contract, or what an operation needs of it, when it is needed.
     *
     * @throws ContractException if there is none of that name
     */
    public static LazyContract open(String provider) {
        require(provider);
        List<Route> routes = new String(bytes(provider + ROUTES), StandardCharsets.UTF_8)
                .lines()
                .map(ContractIndex::route)
                .toList();
        Lines lines = new Lines(provider);
        return new LazyContract(
                provider,
                routes,
                () -> read(provider, provider + ".json", lines),
                number -> read(provider, provider + "/" + number + ".json", lines));
    }

    private static Route route(String line) {
        String[] fields = line.split("\t", 4);
        List<String> bases = fields[3].isEmpty() ? List.of() : List.of(fields[3].split(" ", -1));
        return new Route(fields[2], fields[0], fields[1], bases);
    }

    private static void require(String provider) {
        if (!providers().contains(provider)) {
            throw new ContractException(new Problem(
                    "reference",
                    new SourceLine(provider, 1),
                    "there is no provider \"" + provider + "\"",
                    "use one of " + providers()));
        }
    }

    /** Reads the list of the documents' titles, as {@code documents.yaml} has it. */
    public static JsonNode documents() {
        try (InputStream in = stream(DOCUMENTS)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream in = stream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(String name) {
        InputStream in = ContractIndex.class.getResourceAsStream(HOME + name);
        if (in == null) {
            throw new ContractException(new Problem(
                    "reference", new SourceLine(name, 1), "the file is not in the index", "build openapi/ again"));
        }
        return in;
    }

    /** Lines are seldom asked for, so they are read when they first are. */
    private static final class Lines implements Function<String, SourceLine> {
        private final String provider;
        private volatile Map<String, SourceLine> lines = Map.of();

        Lines(String provider) {
            this.provider = provider;
        }

        @Override
        public SourceLine apply(String pointer) {
            if (lines.isEmpty()) {
                lines = load();
            }
            String at = pointer;
            while (true) {
                SourceLine line = lines.get(at);
                int slash = at.lastIndexOf('/');
                if (line != null || slash < 0) {
                    return line == null ? new SourceLine(provider, 1) : line;
                }
                at = at.substring(0, slash);
            }
        }

        private Map<String, SourceLine> load() {
            Map<String, SourceLine> loaded = new HashMap<>();
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(stream(provider + ".lines"), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    String[] fields = line.split("\t", -1);
                    loaded.put(fields[0], new SourceLine(fields[1], Integer.parseInt(fields[2])));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return loaded;
        }
    }
}
