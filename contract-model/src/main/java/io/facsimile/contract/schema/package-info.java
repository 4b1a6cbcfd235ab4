/** JSON Schema validation by pointer into a contract's raw document. */
@NullMarked
package io.facsimile.contract.schema;

import org.jspecify.annotations.NullMarked;
