package io.hostpulse.stack.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTopicTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aDocumentIsAHostAndAnythingElseIsPassedOver() {
        Map<String, String> documents =
                Map.of(
                        "2", KnownHosts.document("2", "web-1", "up"),
                        "1", KnownHosts.document("1", "web-1", "removed"),
                        "3", "{",
                        "4", "{\"host\": {\"id\": \"4\"}}",
                        "5", KnownHosts.document("5", "db-1", "stopped"));

        assertThat(HostTopic.hosts(documents))
                .extracting(KnownHost::id)
                .containsExactly("5", "1", "2");
        assertThat(HostTopic.hosts(documents).get(2))
                .isEqualTo(
                        new KnownHost(
                                "2",
                                "web-1",
                                "up",
                                NOON,
                                NOON,
                                HostClock.RIGHT,
                                "0.1.0",
                                Map.of("env", "prod", "role", "web")));
    }

    @Test
    void aRemovalIsASampleThatAnyToolCanSend() throws Exception {
        String json = HostRemoval.json("5f2e", NOON);

        assertThat(json).startsWith("{").contains("\"goodbye\":\"REMOVED\"");
        HostSample sample = SampleCodec.decode(json.getBytes(UTF_8));
        assertThat(sample.getGoodbye()).isEqualTo(Goodbye.REMOVED);
        assertThat(sample.getHost().getId()).isEqualTo("5f2e");
        assertThat(SampleCodec.timeMillis(sample)).isEqualTo(NOON.toEpochMilli());
    }
}
