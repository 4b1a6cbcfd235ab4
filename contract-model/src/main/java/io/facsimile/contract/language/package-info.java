/** The closed little languages of the contract extensions: locators, conditions, live words. */
@NullMarked
package io.facsimile.contract.language;

import org.jspecify.annotations.NullMarked;
