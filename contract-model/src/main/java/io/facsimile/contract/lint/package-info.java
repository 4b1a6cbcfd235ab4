/** What a contract must be beyond valid YAML: one table of rules, each with an id that its problems carry. */
@NullMarked
package io.facsimile.contract.lint;

import org.jspecify.annotations.NullMarked;
