package io.hostpulse.job.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RenderedHostsTest {

    private final RenderedHosts<Bytes> hosts = new RenderedHosts<>(100);

    private record Bytes(int bytes) implements RenderedHosts.Rendered {}

    @Test
    void forgetsThoseThatWereAskedForLeastLately() {
        hosts.put("a", new Bytes(40));
        hosts.put("b", new Bytes(40));
        hosts.get("a");
        hosts.put("c", new Bytes(40));

        assertThat(hosts.get("a")).isNotNull();
        assertThat(hosts.get("b")).isNull();
        assertThat(hosts.get("c")).isNotNull();
        assertThat(hosts.size()).isEqualTo(2);
    }

    @Test
    void whatReplacesTheSameHostTakesNoMoreRoom() {
        for (int i = 0; i < 10; i++) {
            hosts.put("a", new Bytes(60));
        }
        hosts.put("b", new Bytes(40));

        assertThat(hosts.size()).isEqualTo(2);
    }

    @Test
    void keepsNothingThatIsTooLargeAlone() {
        hosts.put("a", new Bytes(10));
        hosts.put("b", new Bytes(101));

        assertThat(hosts.size()).isZero();
    }
}
