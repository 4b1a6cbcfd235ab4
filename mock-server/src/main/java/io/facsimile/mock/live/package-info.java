/** Examples made live: pre-rendered with holes for the values that change. */
@NullMarked
package io.facsimile.mock.live;

import org.jspecify.annotations.NullMarked;
