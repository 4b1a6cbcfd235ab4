/** What the simulator answers: bodies, events, and how they are chosen. */
@NullMarked
package io.facsimile.mock.answer;

import org.jspecify.annotations.NullMarked;
