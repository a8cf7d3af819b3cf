package io.hostpulse.agent;

import io.hostpulse.agent.spool.DiskSpool;
import io.hostpulse.agent.spool.Spool;
import io.hostpulse.agent.spool.SpoolLimits;
import io.hostpulse.wire.HumanDuration;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is spooled, and where.
 *
 * @param enabled whether anything is written to disk
 */
record SpoolConfig(boolean enabled, Path directory, SpoolLimits limits) {

    private static final long MIB = 1024 * 1024;
    private static final long MIN_BYTES = 4 * MIB;
    private static final Duration MIN_AGE = Duration.ofMinutes(1);
    private static final Duration MAX_AGE = Duration.ofDays(365);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(MiB|GiB)");

    Spool open(Clock clock) {
        return enabled ? DiskSpool.open(directory, limits, clock) : Spool.none();
    }

    /**
     * Reads the options.
     *
     * @param problems what is wrong is added here
     */
    static SpoolConfig parse(SpoolOptions options, Path stateDirectory, List<String> problems) {
        return new SpoolConfig(
                !options.none,
                directory(options.directory, stateDirectory, problems),
                new SpoolLimits(bytes(options.size, problems), age(options.age, problems)));
    }

    private static Path directory(String value, Path stateDirectory, List<String> problems) {
        try {
            return value.isBlank() ? stateDirectory.resolve("spool") : Path.of(value);
        } catch (InvalidPathException e) {
            problems.add("--spool-dir: \"" + value + "\" is not allowed; give a directory");
            return stateDirectory;
        }
    }

    private static long bytes(String value, List<String> problems) {
        Matcher size = SIZE.matcher(value.strip());
        if (size.matches()) {
            long unit = size.group(2).equals("MiB") ? MIB : 1024 * MIB;
            long bytes = Long.parseLong(size.group(1)) * unit;
            if (bytes >= MIN_BYTES) {
                return bytes;
            }
        }
        problems.add(
                "--spool-size: \""
                        + value
                        + "\" is not allowed; give a size of at least 4MiB, such as 256MiB or 2GiB");
        return MIN_BYTES;
    }

    private static Duration age(String value, List<String> problems) {
        try {
            Duration age = HumanDuration.parse(value);
            if (age.compareTo(MIN_AGE) >= 0 && age.compareTo(MAX_AGE) <= 0) {
                return age;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problems.add(
                "--spool-age: \""
                        + value
                        + "\" is not allowed; give a time of 1m to 365d, such as 24h");
        return MIN_AGE;
    }
}
