package io.hostpulse.stack.ruletest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a series, one for each sample, in the notation of <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series">promtool</a>:
 * {@code 0.5x12 0.9 _x3 1+2x4} is 0.5 twelve times, 0.9, three times nothing, then 1, 3, 5 and 7.
 * Unlike there, the number after the {@code x} is that of the values.
 */
final class SeriesValues {

    private static final int MOST = 100_000;

    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?";
    private static final Pattern ENTRY =
            Pattern.compile("(_|%1$s)(?:([-+])(%1$s))?(?:x(\\d{1,5}))?".formatted(NUMBER));

    private final double[] values;

    private SeriesValues(double[] values) {
        this.values = values;
    }

    /**
     * @throws IllegalArgumentException if it is not in that notation
     */
    static SeriesValues parse(String text) {
        List<Double> values = new ArrayList<>();
        for (String entry : text.strip().split("\\s+")) {
            Matcher matcher = ENTRY.matcher(entry);
            if (!matcher.matches() || (matcher.group(2) != null && matcher.group(4) == null)) {
                throw new IllegalArgumentException(
                        "'%s' is no value; write values such as 0.9, 0.9x6 (six times), 1+2x4 (1 3 5 7), _ (none) or _x3"
                                .formatted(entry));
            }
            add(matcher, values);
            if (values.size() > MOST) {
                throw new IllegalArgumentException("more than " + MOST + " values");
            }
        }
        return new SeriesValues(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void add(Matcher entry, List<Double> values) {
        int times = entry.group(4) == null ? 1 : Integer.parseInt(entry.group(4));
        if (entry.group(1).equals("_")) {
            values.addAll(Collections.nCopies(times, Double.NaN));
            return;
        }
        // as people reckon: 0.6 and 300 times 0.001 are 0.9
        BigDecimal value = new BigDecimal(entry.group(1));
        BigDecimal step =
                entry.group(2) == null
                        ? BigDecimal.ZERO
                        : new BigDecimal(entry.group(2) + "1")
                                .multiply(new BigDecimal(entry.group(3)));
        for (int i = 0; i < times; i++) {
            values.add(value.doubleValue());
            value = value.add(step);
        }
    }

    int size() {
        return values.length;
    }

    /** That of the sample with the number {@code index}, from 0; empty if it has none. */
    OptionalDouble at(int index) {
        return index >= values.length || Double.isNaN(values[index])
                ? OptionalDouble.empty()
                : OptionalDouble.of(values[index]);
    }

    /** Those that there are. */
    double[] given() {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }
}
