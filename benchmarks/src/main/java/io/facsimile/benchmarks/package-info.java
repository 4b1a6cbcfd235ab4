/** Measures Facsimile and other mock servers side by side. Run by {@code benchmarks/run}. */
@NullMarked
package io.facsimile.benchmarks;

import org.jspecify.annotations.NullMarked;
