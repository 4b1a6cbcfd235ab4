/** The servers that are measured. */
@NullMarked
package io.facsimile.benchmarks;

import org.jspecify.annotations.NullMarked;
