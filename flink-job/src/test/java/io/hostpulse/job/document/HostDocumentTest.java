package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.wire.proto.HostIdentity;
import org.junit.jupiter.api.Test;

class HostDocumentTest {

    @Test
    void thereIsOneDocumentForEachHost() {
        KafkaDocument document = HostDocument.of(Examples.host());

        assertThat(document.key()).isEqualTo("web-1");
        assertThat(document.id()).isEqualTo("web-1");
        assertThat(document.timestampMillis()).isEqualTo(NOW);
    }

    @Test
    void saysWhatTheHostIsAndHowItFares() {
        JsonNode tree = Examples.tree(HostDocument.of(Examples.host()).json());

        assertThat(tree.path("@timestamp").asText()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(tree.at("/event/kind").asText()).isEqualTo("state");
        assertThat(tree.at("/host/id").asText()).isEqualTo("web-1");
        assertThat(tree.at("/host/name").asText()).isEqualTo("Web 1");
        assertThat(tree.at("/host/architecture").asText()).isEqualTo("architecture");
        assertThat(tree.at("/host/os/version").asText()).isEqualTo("version");
        assertThat(tree.at("/labels/environment").asText()).isEqualTo("production");
        assertThat(tree.at("/hostpulse/host/state").asText()).isEqualTo("up");
        assertThat(tree.at("/hostpulse/host/since").asText()).isEqualTo("2026-11-01T11:00:00Z");
        assertThat(tree.at("/hostpulse/host/interval/ms").intValue()).isEqualTo(1_000);
        assertThat(tree.at("/hostpulse/clock/skew/ms").longValue()).isEqualTo(7_200_000);
    }

    @Test
    void aHostThatIsDownWithATrueClockSaysSo() {
        byte[] identity = HostIdentity.newBuilder().setId("web-1").build().toByteArray();

        JsonNode tree =
                Examples.tree(
                        HostDocument.of(
                                        new HostState(
                                                "web-1",
                                                HostState.State.DOWN,
                                                identity,
                                                NOW,
                                                NOW,
                                                1_000,
                                                0,
                                                "",
                                                NOW))
                                .json());

        assertThat(tree.at("/hostpulse/host/state").asText()).isEqualTo("down");
        assertThat(tree.at("/hostpulse/clock").isMissingNode()).isTrue();
        assertThat(tree.at("/host/name").asText()).isEqualTo("web-1");
    }
}
