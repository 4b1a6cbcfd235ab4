/** Event streams: the order of events of each grammar. */
@NullMarked
package io.facsimile.mock.event;

import org.jspecify.annotations.NullMarked;
