package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.schema.Schemas;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a rule looks at.
 *
 * @param schemas the contract's schemas, compiled
 * @param register the register of extensions; absent for contracts of the user's own
 * @param media the directory of the files that examples name
 */
record Subject(Contract contract, Schemas schemas, Optional<JsonNode> register, Optional<Path> media) {
    JsonNode document() {
        return contract.document();
    }
}
