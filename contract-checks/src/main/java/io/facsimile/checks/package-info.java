/** Judges answers by the contract: what came over the wire in, findings as data out. Knows no transport. */
@NullMarked
package io.facsimile.checks;

import org.jspecify.annotations.NullMarked;
