/** How much of the documents the contracts cover. */
@NullMarked
package io.facsimile.contract.coverage;

import org.jspecify.annotations.NullMarked;
