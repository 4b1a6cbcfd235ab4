package io.facsimile.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Programs of this machine. */
final class Tools {
    private Tools() {}

    /** Finds a program on the path, or where system programs are. */
    static Optional<Path> find(String name) {
        String path = String.valueOf(System.getenv("PATH")) + File.pathSeparator + "/usr/sbin";
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path program = Path.of(directory, name);
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** Returns the java that runs this, so that all servers on the JVM have the same. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
