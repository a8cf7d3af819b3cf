package io.hostpulse.job.rule;

import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.Unit;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Severity;
import io.hostpulse.wire.rule.Silence;
import java.time.Duration;
import java.util.Locale;

/** What an alert says to people. */
final class AlertMessage {

    private static final int SECONDS_PER_MINUTE = 60;

    private AlertMessage() {}

    /** The rule's message with everything filled in that it has a place for. */
    static String of(
            PreparedRule rule,
            String hostName,
            RuleProgress progress,
            Shown shown,
            Severity severity) {
        String message =
                rule.rule()
                        .message()
                        .replace("{host}", hostName)
                        .replace("{device}", progress.device)
                        .replace("{severity}", severity.label())
                        .replace("{for}", HumanDuration.format(lasting(rule.rule(), progress)));
        if (rule.places().isEmpty()) {
            return message;
        }
        Metric metric = rule.places().get(progress.reported).condition().metric();
        return message.replace("{metric}", metric.name())
                        .replace("{value}", format(value(progress), metric.unit()))
                        .replace("{threshold}", format(shown.threshold(), metric.unit()))
                + (progress.inHysteresis ? " (" + shown.backToThreshold() + ")" : "");
    }

    /**
     * The newest value while it is beyond the threshold; afterwards the worst, since people are to
     * see what was wrong.
     */
    private static double value(RuleProgress progress) {
        int reported = progress.reported;
        return progress.holds(reported) || Double.isNaN(progress.peaks[reported])
                ? progress.values[reported]
                : progress.peaks[reported];
    }

    private static Duration lasting(Rule rule, RuleProgress progress) {
        return rule.when() instanceof Silence
                ? Duration.ofMillis(progress.silentMillis)
                : rule.sustainedFor();
    }

    /** A number with its unit, such as {@code 93.5 %}, {@code 1.5 GiB} or {@code -2h 44s}. */
    static String format(double value, Unit unit) {
        return switch (unit) {
            case RATIO -> number(value * 100) + " %";
            case PERCENT -> number(value) + " %";
            case CORES -> number(value) + " cores";
            case BYTES -> binary(value) + "B";
            case BYTES_PER_SECOND -> binary(value) + "B/s";
            case BITS_PER_SECOND -> number(value / 1e6) + " Mbit/s";
            case PER_SECOND -> number(value) + "/s";
            case MILLISECONDS ->
                    Math.abs(value) < 1000 ? number(value) + " ms" : seconds(value / 1000);
            case SECONDS -> seconds(value);
            case HERTZ -> number(value / 1e6) + " MHz";
            case CELSIUS -> number(value) + " °C";
            case RPM -> number(value) + " rpm";
            case VOLTS -> number(value) + " V";
            case COUNT, PAGES, UNIT_UNSPECIFIED, UNRECOGNIZED -> number(value);
        };
    }

    private static String seconds(double value) {
        long whole = Math.round(Math.abs(value));
        if (whole < SECONDS_PER_MINUTE) {
            return number(value) + " s";
        }
        return (value < 0 ? "-" : "") + HumanDuration.spell(Duration.ofSeconds(whole));
    }

    private static String binary(double value) {
        double scaled = value;
        String[] prefixes = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};
        int prefix = 0;
        while (Math.abs(scaled) >= 1024 && prefix < prefixes.length - 1) {
            scaled /= 1024;
            prefix++;
        }
        return number(scaled) + " " + prefixes[prefix];
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
