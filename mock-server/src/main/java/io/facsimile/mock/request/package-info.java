/** A request as the simulator sees it: decoded once, at the edge. */
@NullMarked
package io.facsimile.mock.request;

import org.jspecify.annotations.NullMarked;
