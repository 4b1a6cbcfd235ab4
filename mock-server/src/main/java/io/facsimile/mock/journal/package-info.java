/** What the simulator saw. */
@NullMarked
package io.facsimile.mock.journal;

import org.jspecify.annotations.NullMarked;
