package io.facsimile.contract;

import java.util.Optional;

/** Reads the files that a contract's examples name: pictures, sounds. */
@FunctionalInterface
public interface ContractFiles {
    /** Where the files lie that binary examples name by their file names alone. */
    String MEDIA = "examples/media";

    /**
     * Returns the bytes of a file.
     *
     * @param name the name as the bundled document writes it, such as {@code examples/media/speech.mp3}
     * @throws ContractException if there is no such file
     */
    byte[] bytes(String name);

    /** Returns the bytes of a file, or nothing if there is no such file. */
    default Optional<byte[]> find(String name) {
        try {
            return Optional.of(bytes(name));
        } catch (ContractException e) {
            return Optional.empty();
        }
    }
}
