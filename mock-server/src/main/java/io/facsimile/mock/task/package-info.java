/** Long-running jobs: one engine, one clock. */
@NullMarked
package io.facsimile.mock.task;

import org.jspecify.annotations.NullMarked;
