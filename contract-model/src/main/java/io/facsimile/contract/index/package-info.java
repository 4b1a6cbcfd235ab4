/** Contracts compiled at build time, so that programs need not read YAML when they start. */
@NullMarked
package io.facsimile.contract.index;

import org.jspecify.annotations.NullMarked;
