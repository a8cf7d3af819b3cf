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

    private AlertMessage() {}

    /** The rule's message with everything filled in that it has a place for. */
    static String of(
            PreparedRule rule,
            String hostName,
            RuleProgress progress,
            double value,
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
                        .replace("{value}", format(value, metric.unit()))
                        .replace("{threshold}", format(shown.threshold(), metric.unit()))
                + (progress.inHysteresis ? " (" + shown.backToThreshold() + ")" : "");
    }

    private static Duration lasting(Rule rule, RuleProgress progress) {
        return rule.when() instanceof Silence
                ? Duration.ofMillis(progress.silentMillis)
                : rule.sustainedFor();
    }

    /** A number with its unit, such as {@code 93.5 %} or {@code 1.5 GiB}. */
    static String format(double value, Unit unit) {
        return switch (unit) {
            case RATIO -> number(value * 100) + " %";
            case PERCENT -> number(value) + " %";
            case CORES -> number(value) + " cores";
            case BYTES -> binary(value) + "B";
            case BYTES_PER_SECOND -> binary(value) + "B/s";
            case BITS_PER_SECOND -> number(value / 1e6) + " Mbit/s";
            case PER_SECOND -> number(value) + "/s";
            case MILLISECONDS -> number(value) + " ms";
            case SECONDS -> number(value) + " s";
            case HERTZ -> number(value / 1e6) + " MHz";
            case CELSIUS -> number(value) + " °C";
            case RPM -> number(value) + " rpm";
            case VOLTS -> number(value) + " V";
            case COUNT, PAGES, UNIT_UNSPECIFIED, UNRECOGNIZED -> number(value);
        };
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
