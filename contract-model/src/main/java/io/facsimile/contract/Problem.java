package io.facsimile.contract;

import io.facsimile.contract.source.SourceLine;

/**
 * Something wrong in a contract, said so that its author can mend it.
 *
 * @param rule the id of the lint rule, or {@code syntax} and {@code reference} for what the reader itself finds
 * @param where file and line
 * @param what what is wrong, with the offending value
 * @param remedy what to do about it
 */
public record Problem(String rule, SourceLine where, String what, String remedy) {
    @Override
    public String toString() {
        return where + ": [" + rule + "] " + what + " — " + remedy;
    }
}
