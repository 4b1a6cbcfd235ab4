/** What goes wrong at the connection. */
@NullMarked
package io.facsimile.mock.fault;

import org.jspecify.annotations.NullMarked;
