/** YAML files with the line of every value. */
@NullMarked
package io.facsimile.contract.source;

import org.jspecify.annotations.NullMarked;
