package io.facsimile.contract.source;

/**
 * A place in a contract file.
 *
 * @param file the file's path, relative to the contract's own directory where possible, with forward slashes
 * @param line the line, from 1
 */
public record SourceLine(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
