package io.hostpulse.wire;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Catalogue;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Kind;
import io.hostpulse.wire.proto.OperatingSystem;
import io.hostpulse.wire.proto.Since;
import io.hostpulse.wire.proto.Unit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricCatalogueTest {

    private static final MetricCatalogue CATALOGUE = MetricCatalogue.get();
    private static final List<Metric> METRICS = CATALOGUE.metrics();

    @Test
    void idsRunFromOneWithoutGaps() {
        assertThat(METRICS)
                .extracting(Metric::id)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, METRICS.size()).boxed().toList());
    }

    @Test
    void everyNameOfADocumentFieldIsGivenOnce() {
        assertThat(documentFields()).doesNotHaveDuplicates();
    }

    @Test
    void noNameIsTheBeginningOfAnotherSinceAFieldIsEitherAValueOrAnObject() {
        Set<String> names = new TreeSet<>(documentFields());

        assertThat(names)
                .allSatisfy(
                        name -> assertThat(names).noneMatch(other -> other.startsWith(name + ".")));
    }

    @Test
    void namesOfMetricsAreElasticsOrOurs() {
        assertThat(metricNames())
                .allSatisfy(
                        name ->
                                assertThat(name)
                                        .matches(
                                                "(system|host|hostpulse)(\\.[a-z0-9]+(_[a-z0-9]+)*)+"));
    }

    @Test
    void namesOfLabelsAreElasticsOrOurs() {
        assertThat(labels())
                .allSatisfy(
                        label -> {
                            assertThat(label.name())
                                    .matches(
                                            "(system|host|hostpulse|process|user|container|agent)"
                                                    + "(\\.[a-z0-9]+(_[a-z0-9]+)*)+");
                            assertThat(label.help()).as(label.name()).endsWith(".");
                        });
    }

    @Test
    void everyMetricSaysWhatItIs() {
        assertThat(METRICS)
                .allSatisfy(
                        metric -> {
                            assertThat(metric.unit())
                                    .isNotIn(Unit.UNIT_UNSPECIFIED, Unit.UNRECOGNIZED);
                            assertThat(metric.kind())
                                    .isNotIn(Kind.KIND_UNSPECIFIED, Kind.UNRECOGNIZED);
                            assertThat(metric.help())
                                    .as(metric.name())
                                    .matches("[A-Z0-9].*[^.]\\.");
                        });
    }

    @Test
    void ratiosAreNamedAsElasticNamesThem() {
        assertThat(METRICS)
                .filteredOn(metric -> metric.unit() == Unit.RATIO)
                .flatExtracting(MetricCatalogueTest::namesOf)
                .allMatch(name -> name.endsWith(".pct") || name.endsWith(".usage"));
    }

    @Test
    void nothingButSharesAndCoresIsNamedPct() {
        assertThat(METRICS)
                .filteredOn(metric -> metric.name().endsWith(".pct"))
                .extracting(Metric::unit)
                .containsOnly(Unit.RATIO, Unit.CORES);
    }

    @Test
    void countersAndAmountsAreWholeNumbers() {
        assertThat(METRICS)
                .filteredOn(metric -> EnumSet.of(Kind.COUNTER, Kind.DELTA).contains(metric.kind()))
                .isNotEmpty()
                .allMatch(Metric::integral);
    }

    @Test
    void onlyWhatIsMeasuredSeveralTimesOnAHostHasAKeyAndThenOne() {
        for (MetricGroup group : CATALOGUE.groups()) {
            assertThat(group.labels().stream().filter(LabelField::key))
                    .as(group.name())
                    .hasSize(group.dimension() == Dimension.HOST ? 0 : 1);
            assertThat(group.field().isRepeated())
                    .as(group.name())
                    .isEqualTo(group.dimension() != Dimension.HOST);
        }
    }

    @Test
    void everyPartOfASampleThatMeasuresIsAGroup() {
        List<String> parts =
                HostSample.getDescriptor().getFields().stream()
                        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .map(FieldDescriptor::getName)
                        .filter(name -> !Set.of("time", "host", "agent").contains(name))
                        .toList();

        assertThat(CATALOGUE.groups())
                .extracting(MetricGroup::name)
                .containsExactlyElementsOf(parts);
        assertThat(CATALOGUE.groups())
                .extracting(MetricGroup::dataset)
                .doesNotHaveDuplicates()
                .allMatch(
                        dataset ->
                                dataset.startsWith("system.") || dataset.startsWith("hostpulse."));
    }

    /** Fields with presence are written even where they are 0. */
    @Test
    void everyFieldOfAGroupIsAMetricOrALabelAndAMetricOrNumberThatIdentifiesCanBeAbsent() {
        for (MetricGroup group : CATALOGUE.groups()) {
            for (FieldDescriptor field : group.field().getMessageType().getFields()) {
                boolean isMetric = field.getOptions().hasExtension(Catalogue.metric);
                assertThat(field.getOptions().hasExtension(Catalogue.label))
                        .as(field.getFullName())
                        .isNotEqualTo(isMetric);
                boolean isNumericKey =
                        field.getOptions().getExtension(Catalogue.label).getKey()
                                && field.getJavaType() != FieldDescriptor.JavaType.STRING;
                assertThat(field.hasPresence())
                        .as(field.getFullName())
                        .isEqualTo(isMetric || isNumericKey);
            }
        }
    }

    @Test
    void aMetricIsFoundByItsNameButNotByItsOtherNames() {
        assertThat(CATALOGUE.find("system.cpu.total.norm.pct"))
                .get()
                .returns(2, Metric::id)
                .returns(Dimension.HOST, Metric::dimension)
                .returns(List.of("host.cpu.usage", "host.cpu.pct"), Metric::also);
        assertThat(CATALOGUE.find("host.cpu.usage")).isEmpty();
        assertThat(CATALOGUE.find("")).isEmpty();
    }

    @Test
    void theAggregatedMetricsOfADimensionComeInTheOrderOfTheirIds() {
        for (Dimension dimension : EnumSet.of(Dimension.HOST, Dimension.DISK, Dimension.CORE)) {
            assertThat(CATALOGUE.aggregated(dimension))
                    .isSortedAccordingTo((one, other) -> Integer.compare(one.id(), other.id()))
                    .containsExactlyInAnyOrderElementsOf(
                            METRICS.stream()
                                    .filter(Metric::aggregated)
                                    .filter(metric -> metric.dimension() == dimension)
                                    .toList());
        }
        assertThat(CATALOGUE.aggregated(Dimension.HOST)).hasSizeGreaterThanOrEqualTo(40);
        assertThat(CATALOGUE.aggregated(Dimension.CORE)).isEmpty();
    }

    @Test
    void itIsKnownWhenCountersWithWindowsBeginAgain() {
        assertThat(METRICS)
                .filteredOn(metric -> metric.since() != Since.SINCE_UNSPECIFIED)
                .isNotEmpty()
                .containsExactlyElementsOf(
                        METRICS.stream()
                                .filter(Metric::isCounter)
                                .filter(Metric::aggregated)
                                .toList())
                .allSatisfy(
                        metric -> {
                            assertThat(metric.dimension()).isEqualTo(Dimension.HOST);
                            assertThat(metric.help())
                                    .contains(
                                            metric.since() == Since.BOOT
                                                    ? "since boot"
                                                    : "was started");
                        });
    }

    @Test
    void groupsAreFoundInASampleWhereTheyWereMeasured() throws Exception {
        HostSample golden = SampleCodec.decode(GoldenFile.of("sample.bin").bytes());
        Map<String, MetricGroup> groups =
                CATALOGUE.groups().stream().collect(toMap(MetricGroup::name, group -> group));

        assertThat(groups.get("memory").messages(golden))
                .hasToString(List.of(golden.getMemory()).toString());
        assertThat(groups.get("disks").messages(golden))
                .isEqualTo(golden.getDisksList())
                .hasSize(2);
        assertThat(groups.values())
                .allSatisfy(
                        group -> assertThat(group.messages(Samples.minimal().build())).isEmpty());
    }

    private static List<String> documentFields() {
        List<String> names = new ArrayList<>(metricNames());
        labels().forEach(label -> names.add(label.name()));
        return names;
    }

    private static List<String> metricNames() {
        return METRICS.stream().flatMap(metric -> namesOf(metric).stream()).toList();
    }

    private static List<String> namesOf(Metric metric) {
        List<String> names = new ArrayList<>(metric.also());
        names.add(metric.name());
        return names;
    }

    private static List<LabelField> labels() {
        Stream<LabelField> identity =
                Stream.of(
                                HostIdentity.getDescriptor(),
                                OperatingSystem.getDescriptor(),
                                AgentIdentity.getDescriptor())
                        .flatMap(message -> MetricCatalogue.labelsOf(message).stream());
        Stream<LabelField> things =
                CATALOGUE.groups().stream().flatMap(group -> group.labels().stream());
        return Stream.concat(identity, things).toList();
    }
}
