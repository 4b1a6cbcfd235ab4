/** Rules that a contract must keep, as one table. */
@NullMarked
package io.facsimile.contract.lint;

import org.jspecify.annotations.NullMarked;
