/** The sockets: the HTTP server, and WireMock behind its server door. */
@NullMarked
package io.facsimile.mock.wire;

import org.jspecify.annotations.NullMarked;
