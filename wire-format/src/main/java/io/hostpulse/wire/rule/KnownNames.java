package io.hostpulse.wire.rule;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import java.util.List;
import java.util.Optional;

/** Reads names that have to be one of those that there are, and says which may be meant. */
public final class KnownNames {

    private static final int MAX_METRIC_LENGTH = 200;
    private static final int MAX_SEVERITY_LENGTH = 100;

    private KnownNames() {}

    /** The metric under {@code metric}, which must be there. */
    public static Optional<Metric> readMetric(TreeReader tree) {
        return tree.readRequiredText("metric", MAX_METRIC_LENGTH)
                .flatMap(name -> findMetric(tree, name));
    }

    /** The severity under {@code severity}. */
    public static Optional<Severity> readSeverity(TreeReader tree) {
        Optional<String> label = tree.readText("severity", MAX_SEVERITY_LENGTH);
        Optional<Severity> severity = label.flatMap(Severity::ofLabel);
        if (label.isPresent() && severity.isEmpty()) {
            tree.refuse("severity", "'" + label.get() + "' is none of info, warning, critical");
        }
        return severity;
    }

    private static Optional<Metric> findMetric(TreeReader tree, String name) {
        Optional<Metric> metric = MetricCatalogue.get().find(name);
        if (metric.isEmpty()) {
            tree.refuse("metric", "'" + name + "' is not in the catalogue of metrics" + hint(name));
        }
        return metric;
    }

    private static String hint(String name) {
        Optional<Metric> alias =
                MetricCatalogue.get().metrics().stream()
                        .filter(metric -> metric.also().contains(name))
                        .findAny();
        if (alias.isPresent()) {
            return "; it is another name of " + alias.get().name();
        }
        List<String> near =
                NearestNames.of(
                        name,
                        MetricCatalogue.get().metrics().stream().map(Metric::name).toList(),
                        1);
        return near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
    }
}
