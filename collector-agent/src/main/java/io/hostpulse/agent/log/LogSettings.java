package io.hostpulse.agent.log;

import org.slf4j.event.Level;

/**
 * What is logged and how.
 *
 * @param level least level of the agent's own lines. Libraries log errors alone, for Kafka's client
 *     repeats itself while a broker is away; at debug and below also what they tell at info.
 * @param libraries whether libraries log errors above debug
 */
public record LogSettings(LogFormat format, Level level, boolean libraries) {

    /** Text of info and above. */
    public static final LogSettings DEFAULT = new LogSettings(LogFormat.TEXT, Level.INFO);

    private static final String OWN = "io.hostpulse.";

    public LogSettings(LogFormat format, Level level) {
        this(format, level, true);
    }

    /** These, where what fails in a library is told otherwise. */
    public LogSettings withoutLibraries() {
        return new LogSettings(format, level, false);
    }

    boolean includes(String logger, Level wanted) {
        Level least = level;
        if (!logger.startsWith(OWN)) {
            if (level.toInt() <= Level.DEBUG.toInt()) {
                least = Level.INFO;
            } else if (libraries) {
                least = Level.ERROR;
            } else {
                return false;
            }
        }
        return wanted.toInt() >= least.toInt();
    }
}
