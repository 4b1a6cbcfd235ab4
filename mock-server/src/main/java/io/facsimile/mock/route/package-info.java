/** Finds the operation of a request in constant time. */
@NullMarked
package io.facsimile.mock.route;

import org.jspecify.annotations.NullMarked;
