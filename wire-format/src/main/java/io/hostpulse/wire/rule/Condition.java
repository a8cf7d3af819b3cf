package io.hostpulse.wire.rule;

import io.hostpulse.wire.Metric;
import java.util.Optional;
import java.util.OptionalDouble;

/** Something about one metric that is true or not. */
public sealed interface Condition permits Threshold, Deviation {

    Metric metric();

    /** What is taken of a window; empty: the value of each sample. */
    Optional<WindowAggregate> over();

    /**
     * The condition with other limits. Where only the threshold is given, a clear value that was
     * the threshold goes along with it, any other stays.
     */
    Condition with(OptionalDouble threshold, OptionalDouble clear);
}
