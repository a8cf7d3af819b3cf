package io.hostpulse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.OperatingSystem;
import io.hostpulse.wire.proto.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/metrics.md} is what the catalogue says. Run with {@code
 * -Dhostpulse.write-golden-files} to write it anew.
 */
class MetricReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "metrics.md");

    @Test
    void referenceOnDiskIsThatOfTheCatalogue() throws IOException {
        if (System.getProperty("hostpulse.write-golden-files") != null) {
            Files.writeString(REFERENCE, render());
        }

        assertThat(Files.readString(REFERENCE)).isEqualTo(render());
    }

    private static String render() {
        StringBuilder page = new StringBuilder();
        page.append("# Metrics and labels\n\n")
                .append("Made from the catalogue in `sample.proto`; do not edit. ")
                .append("Metrics marked with * have windows; ")
                .append("those of counters hold the increase.\n");
        page.append("\n## Host and agent\n\n| label | type | |\n|---|---|---|\n");
        for (var message :
                List.of(
                        HostIdentity.getDescriptor(),
                        OperatingSystem.getDescriptor(),
                        AgentIdentity.getDescriptor())) {
            MetricCatalogue.labelsOf(message).forEach(label -> page.append(row(label)));
        }
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            page.append("\n## ").append(group.name()).append("\n\n");
            page.append("`event.dataset: ").append(group.dataset()).append("`");
            page.append(
                    group.dimension() == Dimension.HOST
                            ? ", once a host\n"
                            : ", one document for each\n");
            if (!group.labels().isEmpty()) {
                page.append("\n| label | type | |\n|---|---|---|\n");
                group.labels().forEach(label -> page.append(row(label)));
            }
            page.append("\n| metric | unit | kind | |\n|---|---|---|---|\n");
            group.metrics().stream()
                    .map(MetricField::metric)
                    .forEach(metric -> page.append(row(metric)));
        }
        return page.toString();
    }

    private static String row(LabelField label) {
        return "| `%s` | %s | %s |\n".formatted(label.name(), lower(label.type()), label.help());
    }

    private static String row(Metric metric) {
        String also =
                metric.also().isEmpty()
                        ? ""
                        : " Also as `" + String.join("`, `", metric.also()) + "`.";
        return "| `%s`%s | %s | %s | %s%s |\n"
                .formatted(
                        metric.name(),
                        metric.aggregated() ? " *" : "",
                        unit(metric.unit()),
                        lower(metric.kind()),
                        metric.help(),
                        also);
    }

    private static String unit(Unit unit) {
        return switch (unit) {
            case RATIO -> "ratio 0..1";
            case PERCENT -> "percent 0..100";
            case CORES -> "cores";
            case COUNT -> "count";
            case PAGES -> "pages";
            case BYTES -> "bytes";
            case BYTES_PER_SECOND -> "bytes/s";
            case BITS_PER_SECOND -> "bits/s";
            case PER_SECOND -> "1/s";
            case MILLISECONDS -> "ms";
            case SECONDS -> "s";
            case HERTZ -> "Hz";
            case CELSIUS -> "°C";
            case RPM -> "rpm";
            case VOLTS -> "V";
            case UNIT_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException("no unit");
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
