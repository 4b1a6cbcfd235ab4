/** The network: one HTTP server that owns the socket, with WireMock behind it for the user's own stubs. */
@NullMarked
package io.facsimile.mock.wire;

import org.jspecify.annotations.NullMarked;
