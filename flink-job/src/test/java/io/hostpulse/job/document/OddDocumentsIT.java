package io.hostpulse.job.document;

import static io.hostpulse.job.document.DocumentedSample.documentsOf;
import static io.hostpulse.job.document.Examples.NOW;
import static io.hostpulse.job.document.Examples.millis;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.Samples;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.search.ElasticsearchRelease;
import io.hostpulse.job.search.SearchServer;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.AgentHealth;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Container;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.proto.NetworkInterface;
import io.hostpulse.wire.proto.Process;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a producer may say, no document of it is refused by a real server. */
class OddDocumentsIT {

    /** Longer than what keywords index, and than the terms that Lucene takes. */
    private static final String LONG = "ü".repeat(40_000);

    private static final Map<String, String> ODD_LABELS =
            Map.ofEntries(
                    Map.entry("", "no key"),
                    Map.entry(" ", "a blank key"),
                    Map.entry(".", "a dot"),
                    Map.entry("..", "dots"),
                    Map.entry(".leading", "a dot before"),
                    Map.entry("trailing.", "a dot after"),
                    Map.entry("a.b.c", "a path"),
                    Map.entry("a", "a part of that path"),
                    Map.entry("two words", "white space"),
                    Map.entry("tab\tand\nline", "other white space"),
                    Map.entry("\u0000\u0007", "control characters"),
                    Map.entry("\"quoted\\\"", "quotes"),
                    Map.entry("*", "a pattern"),
                    Map.entry("_id", "the name of a field of the server's"),
                    Map.entry("größe 😀", "other alphabets 😀"),
                    Map.entry("date", "2026-11-01T12:00:00Z"),
                    Map.entry("number", "42"),
                    Map.entry("null", "null"),
                    Map.entry("long", LONG),
                    Map.entry("k".repeat(1_000), "a long key"));

    @ParameterizedTest
    @EnumSource
    void samples(ElasticsearchRelease release) {
        assertAccepted(release, documentsOf(oddSample()));
        assertAccepted(release, documentsOf(emptySample()));
        assertAccepted(release, documentsOf(extremeSample()));
    }

    @ParameterizedTest
    @EnumSource
    void samplesOfEveryTimeThatIsAllowed(ElasticsearchRelease release) {
        long latest = millis("9999-12-31T23:59:59.999Z");

        assertAccepted(release, documentsOf(Samples.hostSample("old", 1_000, 0.5), 1_000));
        assertAccepted(release, documentsOf(Samples.hostSample("new", latest, 0.5), latest));
        assertAccepted(release, documentsOf(Samples.hostSample("ahead", latest, 0.5)));
    }

    @ParameterizedTest
    @EnumSource
    void hosts(ElasticsearchRelease release) {
        byte[] identity = oddSample().getHost().toByteArray();
        HostState host =
                new HostState(
                        "odd",
                        HostState.State.DOWN,
                        identity,
                        NOW,
                        NOW,
                        -1,
                        Long.MIN_VALUE,
                        LONG,
                        NOW);

        assertAccepted(
                release, TopicDocuments.of(Examples.recordOf(Topics.HOSTS, HostDocument.of(host))));
    }

    @ParameterizedTest
    @EnumSource
    void windows(ElasticsearchRelease release) {
        var window = Examples.window(Dimension.FILESYSTEM, "/" + LONG);
        Arrays.fill(window.sums(), (double) Float.MAX_VALUE * Integer.MAX_VALUE);
        Arrays.fill(window.maxima(), Float.MAX_VALUE);
        Arrays.fill(window.minima(), -Float.MAX_VALUE);
        Arrays.fill(window.lasts(), Float.MIN_VALUE / 2);
        Arrays.fill(window.counts(), Integer.MAX_VALUE);

        assertAccepted(
                release,
                TopicDocuments.of(
                        Examples.recordOf(Topics.WINDOWS, new WindowDocuments().of(window))));
    }

    @ParameterizedTest
    @EnumSource
    void alerts(ElasticsearchRelease release) throws Exception {
        String labels = new ObjectMapper().writeValueAsString(ODD_LABELS);
        AlertTransition alert =
                new AlertTransition(
                        "rule|odd|" + LONG + "|1",
                        1,
                        State.FIRING,
                        null,
                        "rule",
                        LONG,
                        "critical",
                        "critical",
                        "odd",
                        LONG,
                        LONG,
                        "system.load.1",
                        NOW,
                        0,
                        NOW,
                        NOW,
                        0,
                        Double.MAX_VALUE,
                        -Double.MAX_VALUE,
                        Double.NaN,
                        false,
                        0,
                        false,
                        Base64.getEncoder().encodeToString(oddSample().getHost().toByteArray()),
                        labels,
                        LONG,
                        LONG);

        assertAccepted(
                release,
                TopicDocuments.of(Examples.recordOf(Topics.ALERTS, AlertDocument.of(alert))));
    }

    @ParameterizedTest
    @EnumSource
    void deadLetters(ElasticsearchRelease release) {
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        RawRecord record = new RawRecord("topic", -1, Long.MAX_VALUE, 1, null, bytes, bytes);
        DeadLetter letter = new DeadLetter(record, NOW, "malformed-protobuf", LONG);

        assertAccepted(
                release,
                TopicDocuments.of(
                        Examples.recordOf(Topics.DEAD_LETTERS, DeadLetterDocument.of(letter))));
    }

    private static void assertAccepted(
            ElasticsearchRelease release, List<IndexedDocument> documents) {
        SearchServer server = release.server();

        assertThat(server.index(documents)).isEmpty();
        assertThat(documents)
                .isNotEmpty()
                .allSatisfy(
                        document ->
                                assertThat(server.count(document.index(), document.id()))
                                        .isEqualTo(1));
    }

    private static HostSample.Builder sample(HostIdentity.Builder host) {
        return HostSample.newBuilder()
                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(NOW)))
                .setHost(host);
    }

    /** Texts of every length, and with every character. */
    private static HostSample oddSample() {
        HostIdentity.Builder host =
                HostIdentity.newBuilder()
                        .setId("h".repeat(256))
                        .setName(LONG)
                        .setHostname("\u0000")
                        .addIp("fe80::1%eth0")
                        .addIp("not an address")
                        .addIp("")
                        .addMac(LONG)
                        .putAllLabels(ODD_LABELS);
        host.getOsBuilder().setName(LONG).setType(LONG);
        return sample(host)
                .setAgent(AgentIdentity.newBuilder().setId(LONG).setSequence(-1))
                .setIntervalMs(-1)
                .setCpu(Cpu.newBuilder().setTotalNormPct(0.5))
                .addDisks(Disk.newBuilder().setName(LONG).setSerialNumber("\n"))
                .addFilesystems(Filesystem.newBuilder().setMountPoint("/" + LONG))
                .addFilesystems(
                        Filesystem.newBuilder().setMountPoint("C:\\").setDeviceName("\\\\?\\"))
                .addInterfaces(NetworkInterface.newBuilder().setName("../\"eth\"|0"))
                .addProcesses(
                        Process.newBuilder().setPid(1).setCommandLine(LONG).setUser("DOMAIN\\user"))
                .addProcesses(Process.newBuilder().setPid(-1).setStartTimeMs(253_402_300_799_999L))
                .addContainers(Container.newBuilder().setId(LONG).setImage("a/b:c@sha256:0"))
                .build();
    }

    /** Groups and things of which nothing is said, and a host of which only the id is known. */
    private static HostSample emptySample() {
        return sample(HostIdentity.newBuilder().setId("empty"))
                .setCpu(Cpu.getDefaultInstance())
                .setMemory(Memory.getDefaultInstance())
                .addCores(Core.getDefaultInstance())
                .addDisks(Disk.getDefaultInstance())
                .addFilesystems(Filesystem.getDefaultInstance())
                .addInterfaces(NetworkInterface.getDefaultInstance())
                .addProcesses(Process.getDefaultInstance())
                .addContainers(Container.getDefaultInstance())
                .build();
    }

    /** Numbers at the edges of what is taken, and beyond. */
    private static HostSample extremeSample() {
        return sample(HostIdentity.newBuilder().setId("extreme"))
                .setCpu(
                        Cpu.newBuilder()
                                .setTotalNormPct(Double.MIN_VALUE)
                                .setTotalPct(Float.MAX_VALUE)
                                .setUserPct(Double.NaN)
                                .setSystemPct(Double.MAX_VALUE)
                                .setUserMs(Long.MAX_VALUE)
                                .setSystemMs(-1))
                .setAgentHealth(AgentHealth.newBuilder().setCollectionMs(Float.MAX_VALUE))
                .addInterfaces(
                        NetworkInterface.newBuilder()
                                .setName("eth0")
                                .setInBytes(Long.MAX_VALUE)
                                .setSpeedBitsPerSec(Long.MIN_VALUE))
                .build();
    }
}
