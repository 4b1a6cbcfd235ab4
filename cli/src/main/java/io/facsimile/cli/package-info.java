/** The command line. */
@NullMarked
package io.facsimile.cli;

import org.jspecify.annotations.NullMarked;
