/** JMH benchmarks of the parts of an answer. */
@NullMarked
package io.facsimile.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
