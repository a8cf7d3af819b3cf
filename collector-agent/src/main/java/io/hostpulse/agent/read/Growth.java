package io.hostpulse.agent.read;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How fast a number that goes up and down changes. */
final class Growth {

    private OptionalLong previous = OptionalLong.empty();
    private long previousNumber;

    /**
     * Takes the number of this reading and tells its change per second since the reading before,
     * negative when it shrank. Unknown at the first time and after a reading without it.
     */
    OptionalDouble perSecond(Reading reading, OptionalLong number) {
        boolean comparable =
                number.isPresent()
                        && previous.isPresent()
                        && previousNumber == reading.number() - 1;
        OptionalDouble growth =
                comparable
                        ? reading.perSecond(number.getAsLong() - previous.getAsLong())
                        : OptionalDouble.empty();
        previous = number;
        previousNumber = reading.number();
        return growth;
    }
}
