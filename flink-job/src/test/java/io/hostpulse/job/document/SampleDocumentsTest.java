package io.hostpulse.job.document;

import static io.hostpulse.job.document.DocumentedSample.document;
import static io.hostpulse.job.document.DocumentedSample.documentsOf;
import static io.hostpulse.job.document.DocumentedSample.hostDocument;
import static io.hostpulse.job.document.Examples.NOW;
import static io.hostpulse.job.document.Examples.millis;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.Samples;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.proto.AgentHealth;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Load;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.proto.NetworkSummary;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleDocumentsTest {

    @Test
    void aSampleBecomesOneDocumentForTheHostAndOneForEachOfItsThings() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .addCores(Core.newBuilder().setId(0).setTotalPct(0.5))
                        .addCores(Core.newBuilder().setId(1).setTotalPct(0.0))
                        .addFilesystems(Filesystem.newBuilder().setMountPoint("/").setUsedPct(0.5))
                        .build();

        assertThat(ids(documentsOf(sample)))
                .containsExactlyInAnyOrder(
                        "web-1|" + NOW,
                        "web-1|" + NOW + "|core|0",
                        "web-1|" + NOW + "|core|1",
                        "web-1|" + NOW + "|filesystem|/");
    }

    @Test
    void everyThingOfAFullSampleHasItsDocument() {
        List<IndexedDocument> all = documentsOf(Examples.fullSample());

        Map<String, Long> byDimension =
                all.stream()
                        .map(document -> Examples.tree(document.json()))
                        .map(tree -> tree.at("/hostpulse/dimension").asText())
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(byDimension)
                .containsOnlyKeys(
                        "host",
                        "core",
                        "disk",
                        "filesystem",
                        "interface",
                        "process",
                        "container",
                        "sensor",
                        "probe",
                        "agent_group")
                .allSatisfy((dimension, count) -> assertThat(count).isEqualTo(1));
        assertThat(ids(all)).doesNotHaveDuplicates();
    }

    @Test
    void theIndexIsThatOfTheDayInUtc() {
        long lastMillisecond = millis("2026-10-31T23:59:59.999Z");

        assertThat(indexAt(lastMillisecond)).isEqualTo("metrics-hostpulse.samples.2026.10.31");
        assertThat(indexAt(lastMillisecond + 1)).isEqualTo("metrics-hostpulse.samples.2026.11.01");
    }

    @Test
    void everyDocumentSaysWhenWhereAndByWhomItWasMeasured() {
        for (IndexedDocument document : documentsOf(Examples.fullSample())) {
            JsonNode tree = Examples.tree(document.json());

            assertThat(tree.path("@timestamp").asText()).isEqualTo("2026-11-01T12:00:00Z");
            assertThat(tree.at("/host/id").asText()).isEqualTo("web-1");
            assertThat(tree.at("/host/name").asText()).isEqualTo("Web 1");
            assertThat(tree.at("/host/ip/0").asText()).isEqualTo("192.0.2.7");
            assertThat(tree.at("/host/os/family").asText()).isEqualTo("family");
            assertThat(tree.at("/labels/environment").asText()).isEqualTo("production");
            assertThat(tree.at("/agent/id").asText()).isEqualTo("id");
            assertThat(tree.at("/event/kind").asText()).isEqualTo("metric");
            assertThat(tree.at("/event/module").asText()).isEqualTo("system");
            assertThat(tree.at("/service/type").asText()).isEqualTo("system");
            assertThat(tree.at("/metricset/period").asInt()).isEqualTo(7);
            assertThat(tree.at("/ecs/version").isTextual()).isTrue();
        }
    }

    @Test
    void valuesLieWhereMetricbeatPutsThem() {
        JsonNode tree = hostDocument(Examples.fullSample());

        assertThat(tree.at("/system/cpu/total/norm/pct").doubleValue()).isEqualTo(0.5);
        assertThat(tree.at("/system/cpu/cores").isIntegralNumber()).isTrue();
        assertThat(tree.at("/system/load/1").doubleValue()).isEqualTo(0.5);
        assertThat(tree.at("/system/load/norm/15").doubleValue()).isEqualTo(0.5);
        assertThat(tree.at("/system/memory/actual/used/pct").doubleValue()).isEqualTo(0.5);
        assertThat(tree.at("/system/memory/total").longValue()).isEqualTo(7);
        assertThat(tree.has("system.cpu.total.norm.pct")).isFalse();
    }

    @Test
    void theDatasetsOfTheHostAreNamedTogetherAndThoseOfThingsOneByOne() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setLoad(Load.newBuilder().setLoad1(1.5))
                        .addCores(Core.newBuilder().setId(0).setTotalPct(0.5))
                        .build();

        List<JsonNode> trees =
                documentsOf(sample).stream()
                        .map(document -> Examples.tree(document.json()))
                        .toList();

        assertThat(trees)
                .extracting(tree -> tree.at("/event/dataset").toString())
                .containsExactlyInAnyOrder("[\"system.cpu\",\"system.load\"]", "\"system.core\"");
        assertThat(trees)
                .extracting(tree -> tree.at("/metricset/name").asText())
                .containsExactlyInAnyOrder("host", "core");
    }

    @Test
    void aValueIsThereUnderAllItsNames() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setNetworkSummary(NetworkSummary.newBuilder().setInBytes(4_096))
                        .build();

        JsonNode tree = hostDocument(sample);

        assertThat(tree.at("/system/cpu/total/norm/pct").doubleValue()).isEqualTo(0.25);
        assertThat(tree.at("/host/cpu/usage").doubleValue()).isEqualTo(0.25);
        assertThat(tree.at("/host/cpu/pct").doubleValue()).isEqualTo(0.25);
        assertThat(tree.at("/host/network/ingress/bytes").longValue()).isEqualTo(4_096);
        assertThat(tree.at("/host/network/in/bytes").longValue()).isEqualTo(4_096);
    }

    @Test
    void whatWasNotMeasuredIsAbsentAndAMeasuredZeroIsNot() {
        JsonNode tree = hostDocument(Samples.hostSample("web-1", NOW, 0.0));

        assertThat(tree.at("/system/cpu/total/norm/pct").isNumber()).isTrue();
        assertThat(tree.at("/system/cpu/user").isMissingNode()).isTrue();
        assertThat(tree.at("/system/memory").isMissingNode()).isTrue();
        assertThat(tree.at("/host/os").isMissingNode()).isTrue();
        assertThat(tree.at("/host/ip").isMissingNode()).isTrue();
        assertThat(tree.at("/labels").isMissingNode()).isTrue();
        assertThat(tree.at("/hostpulse/clock").isMissingNode()).isTrue();
    }

    @Test
    void valuesThatCannotBeTrueAreAbsentToo() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 1.5).toBuilder()
                        .setCpu(
                                Cpu.newBuilder()
                                        .setTotalNormPct(1.5)
                                        .setUserNormPct(Double.NaN)
                                        .setSystemNormPct(0.5))
                        .setMemory(Memory.newBuilder().setFree(-1))
                        .build();

        JsonNode tree = hostDocument(sample);

        assertThat(tree.at("/system/cpu/total").isMissingNode()).isTrue();
        assertThat(tree.at("/host/cpu").isMissingNode()).isTrue();
        assertThat(tree.at("/system/cpu/user").isMissingNode()).isTrue();
        assertThat(tree.at("/system/memory").isMissingNode()).isTrue();
        assertThat(tree.at("/system/cpu/system/norm/pct").doubleValue()).isEqualTo(0.5);
    }

    @Test
    void aHostWithoutANameIsCalledByItsId() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setHost(HostIdentity.newBuilder().setId("web-1"))
                        .build();

        assertThat(hostDocument(sample).at("/host/name").asText()).isEqualTo("web-1");
    }

    @Test
    void aSampleThatWasGivenAnotherTimeKeepsItsIdsAndSaysHowFarItWasAhead() {
        long ahead = 7_200_000;
        HostSample sample =
                Samples.hostSample("web-1", NOW + ahead, 0.25).toBuilder()
                        .addCores(Core.newBuilder().setId(0).setTotalPct(0.5))
                        .build();

        List<IndexedDocument> all = documentsOf(sample);

        assertThat(ids(all))
                .containsExactlyInAnyOrder(
                        "web-1|" + (NOW + ahead), "web-1|" + (NOW + ahead) + "|core|0");
        assertThat(all)
                .allSatisfy(
                        document -> {
                            JsonNode tree = Examples.tree(document.json());
                            assertThat(document.index()).endsWith(".2026.11.01");
                            assertThat(tree.path("@timestamp").asText())
                                    .isEqualTo("2026-11-01T12:00:00Z");
                            assertThat(tree.at("/hostpulse/clock/skew/ms").longValue())
                                    .isEqualTo(ahead);
                        });
    }

    @Test
    void whatTheJobMeasuresIsNotWhatAProducerSaysOfIt() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setAgentHealth(
                                AgentHealth.newBuilder()
                                        .setSenders(7)
                                        .setClockSkewMs(-123)
                                        .setClockStepMs(456)
                                        .setMissedTicks(3))
                        .build();

        JsonNode ofItsTime = hostDocument(sample);
        JsonNode ofAnotherTime = Examples.tree(documentsOf(sample, NOW - 600_000).get(0).json());

        assertThat(ofItsTime.at("/hostpulse/agent/missed/ticks").isMissingNode()).isFalse();
        assertThat(ofItsTime.at("/hostpulse/agent/senders").isMissingNode()).isTrue();
        assertThat(ofItsTime.at("/hostpulse/clock").isMissingNode()).isTrue();
        assertThat(ofAnotherTime.at("/hostpulse/clock/skew/ms").longValue()).isEqualTo(600_000);
        assertThat(ofAnotherTime.at("/hostpulse/clock/step").isMissingNode()).isTrue();
    }

    @Test
    void namesTooLongForAnIdStillTellThingsApart() {
        String longPath = "/" + "x".repeat(600);
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .addFilesystems(Filesystem.newBuilder().setMountPoint(longPath + "1"))
                        .addFilesystems(Filesystem.newBuilder().setMountPoint(longPath + "2"))
                        .build();

        List<String> ids = ids(documentsOf(sample));

        assertThat(ids)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.length() <= 512)
                .isEqualTo(ids(documentsOf(sample)));
    }

    @Test
    void theDocumentOfTheHostSaysHowLongItTookToTakeTheSample() {
        HostSample.Builder sample = Samples.hostSample("web-1", NOW, 0.25).toBuilder();

        sample.setAgentHealth(AgentHealth.newBuilder().setCollectionMs(12.5));
        assertThat(hostDocument(sample.build()).at("/event/duration").longValue())
                .isEqualTo(12_500_000);

        sample.setAgentHealth(AgentHealth.newBuilder().setCollectionMs(Double.NaN));
        assertThat(hostDocument(sample.build()).at("/event/duration").isMissingNode()).isTrue();
    }

    @Test
    void theDocumentOfTheHostSaysWhenItWasMadeAndHowLongThatWasAfterTheSample() {
        HostSample sample = Samples.hostSample("web-1", NOW - 250, 0.25);
        HostSample ahead = Samples.hostSample("web-1", NOW + 40, 0.25);

        assertThat(hostDocument(sample).at("/event/ingested").asText())
                .isEqualTo("2026-11-01T12:00:00Z");
        assertThat(delay(documentsOf(sample, NOW - 250))).isEqualTo(250);
        assertThat(delay(documentsOf(ahead, NOW + 40))).isEqualTo(-40);
        assertThat(delay(documentsOf(ahead, NOW))).isZero();
    }

    @Test
    void documentsOfThingsDoNotSayWhenTheyWereMade() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .addCores(Core.newBuilder().setId(0).setTotalPct(0.5))
                        .build();

        JsonNode core = document(sample, "core");

        assertThat(core.at("/event/ingested").isMissingNode()).isTrue();
        assertThat(core.at("/hostpulse/ingest").isMissingNode()).isTrue();
    }

    @Test
    void aProducerWithoutAnAgentIsTakenAsWell() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setAgent(AgentIdentity.getDefaultInstance())
                        .build();

        assertThat(hostDocument(sample).at("/agent").isMissingNode()).isTrue();
    }

    @Test
    void everyMetricOfTheCatalogueFindsItsWayIntoADocument() {
        List<JsonNode> trees =
                documentsOf(Examples.fullSample()).stream()
                        .map(document -> Examples.tree(document.json()))
                        .toList();

        for (MetricGroup group : MetricCatalogue.get().groups()) {
            JsonNode tree = ofDimension(trees, group.dimension());
            for (MetricGroup.MetricField field : group.metrics()) {
                String pointer = "/" + field.metric().name().replace('.', '/');
                assertThat(tree.at(pointer).isNumber())
                        .as(field.metric().name())
                        .isEqualTo(!field.metric().measuredByJob());
            }
        }
    }

    private static long delay(List<IndexedDocument> all) {
        return Examples.tree(all.get(0).json()).at("/hostpulse/ingest/delay/ms").longValue();
    }

    private static String indexAt(long timeMillis) {
        List<IndexedDocument> all =
                documentsOf(Samples.hostSample("web-1", timeMillis, 0.25), timeMillis);
        return all.get(0).index();
    }

    private static JsonNode ofDimension(List<JsonNode> trees, Dimension dimension) {
        return trees.stream()
                .filter(
                        tree ->
                                tree.at("/hostpulse/dimension")
                                        .asText()
                                        .equalsIgnoreCase(dimension.name()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(List<IndexedDocument> documents) {
        return documents.stream().map(IndexedDocument::id).toList();
    }
}
