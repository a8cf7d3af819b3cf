package io.hostpulse.agent.log;

import org.slf4j.event.Level;

/**
 * What is logged and how.
 *
 * @param level least level of the agent's own lines. Libraries log errors alone, for Kafka's client
 *     repeats itself while a broker is away; at debug and below also what they tell at info.
 */
public record LogSettings(LogFormat format, Level level) {

    /** Text of info and above. */
    public static final LogSettings DEFAULT = new LogSettings(LogFormat.TEXT, Level.INFO);

    private static final String OWN = "io.hostpulse.";

    boolean includes(String logger, Level wanted) {
        Level least = level;
        if (!logger.startsWith(OWN)) {
            least = level.toInt() <= Level.DEBUG.toInt() ? Level.INFO : Level.ERROR;
        }
        return wanted.toInt() >= least.toInt();
    }
}
