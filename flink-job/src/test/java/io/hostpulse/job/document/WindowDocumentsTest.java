package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.Samples;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import org.junit.jupiter.api.Test;

class WindowDocumentsTest {

    private static final String[] NONE = {};
    private static final String CPU = "/hostpulse/metrics/system/cpu/total/norm/pct/";

    @Test
    void isKeyedByItsHostAndKnownByHostWindowAndStart() {
        KafkaDocument document = new WindowDocuments().of(Examples.window());

        assertThat(document.key()).isEqualTo("web-1");
        assertThat(document.id()).isEqualTo("web-1|1m|" + NOW);
        assertThat(document.timestampMillis()).isEqualTo(NOW);
    }

    @Test
    void saysWhichWindowItIs() {
        JsonNode tree = Examples.tree(new WindowDocuments().of(Examples.window()).json());

        assertThat(tree.path("@timestamp").asText()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(tree.at("/host/id").asText()).isEqualTo("web-1");
        assertThat(tree.at("/host/name").asText()).isEqualTo("Web 1");
        assertThat(tree.at("/hostpulse/window/name").asText()).isEqualTo("1m");
        assertThat(tree.at("/hostpulse/window/kind").asText()).isEqualTo("tumbling");
        assertThat(tree.at("/hostpulse/window/start").asText()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(tree.at("/hostpulse/window/end").asText()).isEqualTo("2026-11-01T12:01:00Z");
        assertThat(tree.at("/hostpulse/window/samples").intValue()).isEqualTo(60);
    }

    @Test
    void aWindowThatOverlapsTheNextIsSliding() {
        JsonNode tree =
                Examples.tree(new WindowDocuments().of(cpuWindow("30s", 30_000, 10_000)).json());

        assertThat(tree.at("/hostpulse/window/kind").asText()).isEqualTo("sliding");
    }

    @Test
    void givesTheAggregatesOfEachMetricAndTheirAverage() {
        JsonNode tree =
                Examples.tree(new WindowDocuments().of(cpuWindow("1m", 60_000, 60_000)).json());

        assertThat(tree.at(CPU + "count").intValue()).isEqualTo(4);
        assertThat(tree.at(CPU + "avg").doubleValue()).isEqualTo(0.5);
        assertThat(tree.at(CPU + "min").doubleValue()).isEqualTo(0.125);
        assertThat(tree.at(CPU + "max").doubleValue()).isEqualTo(0.875);
        assertThat(tree.at(CPU + "last").doubleValue()).isEqualTo(0.75);
    }

    @Test
    void givesPercentilesOfTwentySamplesOrMore() {
        Window window = cpuWindow("1m", 60_000, 60_000);
        int cpu = HostMetrics.aggregated().indexOf(Samples.CPU);
        window.counts()[cpu] = 20;

        JsonNode tree = Examples.tree(new WindowDocuments().of(window).json());

        assertThat(tree.at(CPU + "p50").doubleValue()).isEqualTo(0.375);
        assertThat(tree.at(CPU + "p95").doubleValue()).isEqualTo(0.8125);
        assertThat(tree.at(CPU + "p99").doubleValue()).isEqualTo(0.8438);

        window.counts()[cpu] = 19;

        assertThat(Examples.tree(new WindowDocuments().of(window).json()).findValues("p95"))
                .isEmpty();
    }

    @Test
    void givesNothingButTheIncreaseOfACounter() {
        Metric kills = MetricCatalogue.get().find("hostpulse.memory.oom_kills.count").orElseThrow();

        JsonNode tree =
                Examples.tree(
                        new WindowDocuments()
                                .of(windowOf(kills, "1m", NOW, 60_000, 60_000))
                                .json());

        assertThat(tree.at("/hostpulse/metrics/hostpulse/memory/oom_kills/count"))
                .isEqualTo(Examples.tree("{\"increase\":2}".getBytes(UTF_8)));
    }

    @Test
    void namesADeviceAsDocumentsOfSamplesDo() {
        KafkaDocument document =
                new WindowDocuments().of(Examples.window(Dimension.FILESYSTEM, "/data/a"));
        JsonNode tree = Examples.tree(document.json());

        assertThat(document.key()).isEqualTo("web-1");
        assertThat(document.id()).isEqualTo("web-1|1m|" + NOW + "|filesystem|/data/a");
        assertThat(tree.at("/hostpulse/dimension").asText()).isEqualTo("filesystem");
        assertThat(tree.at("/system/filesystem/mount_point").asText()).isEqualTo("/data/a");
        assertThat(tree.at("/hostpulse/metrics/system/filesystem/used/pct/max").doubleValue())
                .isEqualTo(0.75);
    }

    @Test
    void aWindowOfTheHostNamesNoDevice() {
        JsonNode tree = Examples.tree(new WindowDocuments().of(Examples.window()).json());

        assertThat(tree.at("/hostpulse/dimension").asText()).isEqualTo("host");
        assertThat(tree.has("system")).isFalse();
    }

    @Test
    void flagsTheThresholdsThatWereCrossed() {
        Window window = cpuWindow("30s", 30_000, 10_000);

        assertThat(crossed(window)).isEmpty();
        assertThat(crossed(window.evaluated(new String[] {"cpu-load", "busy"}, NONE, NOW)))
                .extracting(JsonNode::asText)
                .containsExactly("cpu-load", "busy");
    }

    @Test
    void saysWhenItWasMadeAndHowLongThatWasAfterItsEnd() {
        JsonNode tree = Examples.tree(new WindowDocuments().of(Examples.window()).json());

        assertThat(tree.at("/event/ingested").asText()).isEqualTo("2026-11-01T12:01:00.250Z");
        assertThat(tree.at("/hostpulse/ingest/delay/ms").longValue()).isEqualTo(250);
    }

    @Test
    void hasTheLabelsOfItsHost() {
        Window device = Examples.window(Dimension.FILESYSTEM, "/");
        Window without = device.evaluated(NONE, NONE, NOW);

        assertThat(Examples.tree(new WindowDocuments().of(device).json()).path("labels"))
                .isEqualTo(
                        Examples.tree(
                                "{\"data_centre\":\"north\",\"environment\":\"production\"}"
                                        .getBytes(UTF_8)));
        assertThat(Examples.tree(new WindowDocuments().of(without).json()).has("labels")).isFalse();
    }

    @Test
    void onlyMetricsThatAddUpHaveASum() {
        Metric bytesRead = MetricCatalogue.get().find("host.disk.read.bytes").orElseThrow();
        Window ofBytes = windowOf(bytesRead, "1m", NOW, 60_000, 60_000);
        Window ofCpu = cpuWindow("1m", 60_000, 60_000);

        assertThat(Examples.tree(new WindowDocuments().of(ofBytes).json()).findValues("sum"))
                .extracting(JsonNode::doubleValue)
                .containsExactly(2.0);
        assertThat(Examples.tree(new WindowDocuments().of(ofCpu).json()).findValues("sum"))
                .isEmpty();
    }

    @Test
    void metricsWithoutAValueAreAbsent() {
        JsonNode tree =
                Examples.tree(new WindowDocuments().of(cpuWindow("1m", 60_000, 60_000)).json());

        assertThat(tree.at("/hostpulse/metrics/system").properties()).hasSize(1);
        assertThat(tree.at("/hostpulse/metrics/system/cpu").properties()).hasSize(1);
    }

    @Test
    void aWindowFromBeforeAMetricWasAddedIsWrittenWithoutIt() {
        Window window =
                new Window(
                        "web-1",
                        "Web 1",
                        Dimension.HOST_VALUE,
                        "",
                        "1m",
                        NOW,
                        NOW + 60_000,
                        60_000,
                        true,
                        1,
                        0,
                        new int[] {1},
                        new double[] {0.5},
                        new double[] {0.5},
                        new double[] {0.5},
                        new double[] {0.5},
                        new double[] {0.5},
                        new double[] {0.5},
                        new double[] {0.5},
                        new String[0],
                        new String[0],
                        0);

        JsonNode tree = Examples.tree(new WindowDocuments().of(window).json());

        assertThat(tree.at("/hostpulse/metrics").findValues("count")).hasSize(1);
    }

    private static JsonNode crossed(Window window) {
        return Examples.tree(new WindowDocuments().of(window).json())
                .at("/hostpulse/window/crossed");
    }

    private static Window cpuWindow(String name, long sizeMillis, long slideMillis) {
        return windowOf(Samples.CPU, name, NOW, sizeMillis, slideMillis);
    }

    private static Window windowOf(
            Metric metric, String name, long startMillis, long sizeMillis, long slideMillis) {
        int metrics = HostMetrics.aggregated().size();
        int position = HostMetrics.aggregated().indexOf(metric);
        int[] counts = new int[metrics];
        double[] sums = new double[metrics];
        double[] minima = new double[metrics];
        double[] maxima = new double[metrics];
        double[] lasts = new double[metrics];
        double[] p50 = new double[metrics];
        double[] p95 = new double[metrics];
        double[] p99 = new double[metrics];
        counts[position] = 4;
        sums[position] = 2.0;
        minima[position] = 0.125;
        maxima[position] = 0.875;
        lasts[position] = 0.75;
        p50[position] = 0.375;
        p95[position] = 0.8125;
        p99[position] = 0.84375;
        return new Window(
                "web-1",
                "Web 1",
                Dimension.HOST_VALUE,
                "",
                name,
                startMillis,
                startMillis + sizeMillis,
                slideMillis,
                true,
                4,
                0,
                counts,
                sums,
                minima,
                maxima,
                lasts,
                p50,
                p95,
                p99,
                new String[0],
                new String[0],
                0);
    }
}
