/** How much a key may ask for in a minute. */
@NullMarked
package io.facsimile.mock.limit;

import org.jspecify.annotations.NullMarked;
