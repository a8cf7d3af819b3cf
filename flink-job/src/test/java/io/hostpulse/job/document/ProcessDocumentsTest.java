package io.hostpulse.job.document;

import static io.hostpulse.job.document.DocumentedSample.document;
import static io.hostpulse.job.document.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.Samples;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Process;
import org.junit.jupiter.api.Test;

class ProcessDocumentsTest {

    @Test
    void aProcessIsDatedAndKeepsItsCommandLine() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .addProcesses(
                                Process.newBuilder()
                                        .setPid(42)
                                        .setName("java")
                                        .setCommandLine("java -jar hostpulse.jar")
                                        .setStartTimeMs(NOW))
                        .build();

        JsonNode tree = document(sample, "process");

        assertThat(tree.at("/process/pid").intValue()).isEqualTo(42);
        assertThat(tree.at("/system/process/cmdline").asText())
                .isEqualTo("java -jar hostpulse.jar");
        assertThat(tree.at("/system/process/cpu/start_time").asText())
                .isEqualTo("2026-11-01T12:00:00Z");
    }

    @Test
    void aProcessOfWhichLittleIsKnownHasWhatListsOfProcessesNeed() {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .addProcesses(Process.newBuilder().setPid(2).setName("kthreadd"))
                        .build();

        JsonNode tree = document(sample, "process");

        assertThat(tree.at("/process/pid").intValue()).isEqualTo(2);
        assertThat(tree.at("/user/name").asText()).isEqualTo("unknown");
        assertThat(tree.at("/system/process/state").asText()).isEqualTo("unknown");
        assertThat(tree.at("/system/process/cmdline").asText()).isEqualTo("[kthreadd]");
        assertThat(tree.at("/system/process/cpu").isMissingNode()).isTrue();
    }

    @Test
    void aTimeThatNoIndexCanHoldIsAbsent() throws Exception {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .addProcesses(
                                Process.newBuilder()
                                        .setPid(2)
                                        .setName("java")
                                        .setStartTimeMs(Long.MAX_VALUE))
                        .build();

        JsonNode tree = document(SampleLimits.apply(sample, new LeftOut()), "process");

        assertThat(tree.at("/system/process/cpu").isMissingNode()).isTrue();
    }
}
