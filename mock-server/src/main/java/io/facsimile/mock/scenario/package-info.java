/** What a caller asks the simulator to do instead of the usual. */
@NullMarked
package io.facsimile.mock.scenario;

import org.jspecify.annotations.NullMarked;
