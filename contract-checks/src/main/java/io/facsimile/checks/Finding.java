package io.facsimile.checks;

import io.facsimile.contract.source.SourceLine;

/**
 * One way in which an answer differs from its contract.
 *
 * @param check the id of the check that found it
 * @param pointer JSON pointer into the body; empty for the whole answer
 * @param what what is wrong
 * @param line where the contract says otherwise
 */
public record Finding(String check, String pointer, String what, SourceLine line) {
    @Override
    public String toString() {
        return "[" + check + "] " + (pointer.isEmpty() ? "" : pointer + ": ") + what + " (contract: " + line + ")";
    }
}
