/** What goes wrong on the way: at the connection, or by rules that the admin API sets. */
@NullMarked
package io.facsimile.mock.fault;

import org.jspecify.annotations.NullMarked;
