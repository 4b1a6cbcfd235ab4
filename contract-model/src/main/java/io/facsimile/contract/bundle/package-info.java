/** One self-contained document from a contract that is spread over files. */
@NullMarked
package io.facsimile.contract.bundle;

import org.jspecify.annotations.NullMarked;
