package io.facsimile.contract;

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
}
