/** Lifecycles of long-running jobs, as contracts declare them in {@code x-tasks} and {@code x-task}. */
@NullMarked
package io.facsimile.contract.task;

import org.jspecify.annotations.NullMarked;
