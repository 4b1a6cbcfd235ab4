/** Pictures, sounds and films: made as they are asked for, and handed out. */
@NullMarked
package io.facsimile.mock.media;

import org.jspecify.annotations.NullMarked;
