/** Contracts as immutable values: providers, operations, examples, task lifecycles, error causes. */
@NullMarked
package io.facsimile.contract;

import org.jspecify.annotations.NullMarked;
