/** What a model writes: texts, calls of tools and JSON by a schema, made from the request alone. */
@NullMarked
package io.facsimile.mock.content;

import org.jspecify.annotations.NullMarked;
