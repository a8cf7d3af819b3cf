package io.hostpulse.agent.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * How a value is written.
 *
 * @param allowed what is allowed, as in "give a number from 0 to 100"
 * @param parser gives nothing for what is not allowed
 */
public record Format<T>(String allowed, Function<String, Optional<T>> parser) {

    Optional<T> parse(String text) {
        return parser.apply(text.strip());
    }
}
