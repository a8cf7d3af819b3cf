package io.hostpulse.wire;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.proto.Catalogue;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.LabelOptions;
import io.hostpulse.wire.proto.MetricOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every metric there is, as the options in {@code sample.proto} describe it. Decoder, rules,
 * documents, index templates and dashboards all read it from here.
 */
public final class MetricCatalogue {

    private static final MetricCatalogue INSTANCE = new MetricCatalogue(HostSample.getDescriptor());

    private final List<MetricGroup> groups;
    private final List<Metric> metrics;
    private final Map<String, Metric> metricsByName;

    private MetricCatalogue(Descriptor sample) {
        groups =
                sample.getFields().stream()
                        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .filter(MetricCatalogue::isGroup)
                        .map(MetricCatalogue::describeGroup)
                        .toList();
        metrics =
                groups.stream()
                        .flatMap(group -> group.metrics().stream())
                        .map(MetricField::metric)
                        .sorted(Comparator.comparingInt(Metric::id))
                        .toList();
        metricsByName =
                metrics.stream().collect(toUnmodifiableMap(Metric::name, Function.identity()));
    }

    public static MetricCatalogue get() {
        return INSTANCE;
    }

    /** All groups, in the order of the schema. */
    public List<MetricGroup> groups() {
        return groups;
    }

    /** All metrics, in the order of their ids. */
    public List<Metric> metrics() {
        return metrics;
    }

    public Optional<Metric> find(String name) {
        return Optional.ofNullable(metricsByName.get(name));
    }

    /**
     * The group of the host's own that is read together with the things of a dimension: what they
     * amount to. Empty where there is none.
     */
    public Optional<MetricGroup> summaryOf(Dimension dimension) {
        String name =
                dimension == Dimension.INTERFACE ? "network" : dimension.name().toLowerCase(ROOT);
        return groups().stream().filter(group -> group.name().equals(name + "_summary")).findAny();
    }

    /**
     * The metrics of a dimension that windows are computed of, in the order of their ids. New ones
     * come last, so that a position in this list keeps its meaning.
     */
    public List<Metric> aggregated(Dimension dimension) {
        return metrics.stream()
                .filter(metric -> metric.aggregated() && metric.dimension() == dimension)
                .toList();
    }

    /** The labels of {@code message}, a message that identifies rather than measures. */
    public static List<LabelField> labelsOf(Descriptor message) {
        List<LabelField> labels = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            if (field.getOptions().hasExtension(Catalogue.label)) {
                LabelOptions label = field.getOptions().getExtension(Catalogue.label);
                labels.add(
                        new LabelField(
                                label.getName(),
                                label.getType(),
                                label.getKey(),
                                label.getKey() || label.getRequired(),
                                label.getHelp(),
                                field));
            }
        }
        return labels;
    }

    private static boolean isGroup(FieldDescriptor field) {
        return field.getMessageType().getOptions().hasExtension(Catalogue.dataset);
    }

    private static MetricGroup describeGroup(FieldDescriptor groupField) {
        Descriptor message = groupField.getMessageType();
        Dimension dimension = message.getOptions().getExtension(Catalogue.dimension);
        Class<? extends Message> type =
                HostSample.newBuilder()
                        .newBuilderForField(groupField)
                        .getDefaultInstanceForType()
                        .getClass();
        List<MetricField> metrics = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            if (field.getOptions().hasExtension(Catalogue.metric)) {
                metrics.add(new MetricField(describeMetric(field, dimension), field, type));
            }
        }
        return new MetricGroup(
                groupField.getName(),
                message.getOptions().getExtension(Catalogue.dataset),
                dimension,
                metrics,
                labelsOf(message),
                groupField);
    }

    private static Metric describeMetric(FieldDescriptor field, Dimension dimension) {
        MetricOptions options = field.getOptions().getExtension(Catalogue.metric);
        return new Metric(
                options.getId(),
                options.getName(),
                options.getAlsoList(),
                options.getUnit(),
                options.getKind(),
                dimension,
                field.getJavaType() == FieldDescriptor.JavaType.LONG,
                options.getAggregated(),
                options.getSince(),
                options.getMeasuredByJob(),
                options.getHelp());
    }
}
