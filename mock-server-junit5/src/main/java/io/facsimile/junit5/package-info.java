/** The mock server in JUnit 5 tests. */
@NullMarked
package io.facsimile.junit5;

import org.jspecify.annotations.NullMarked;
