/** The simulator: serves contracts and behaves like the provider that they describe. */
@NullMarked
package io.facsimile.mock;

import org.jspecify.annotations.NullMarked;
