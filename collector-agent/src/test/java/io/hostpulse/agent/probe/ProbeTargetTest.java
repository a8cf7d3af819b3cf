package io.hostpulse.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hostpulse.agent.probe.ProbeTarget.HttpTarget;
import io.hostpulse.agent.probe.ProbeTarget.Iperf3Target;
import io.hostpulse.agent.probe.ProbeTarget.TcpTarget;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTargetTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void targetsOfSeveralTypesHaveNamesOfTheirOwn() {
        assertThat(new TcpTarget("db.example", 5432).name()).isEqualTo("db.example:5432");
        assertThat(new TcpTarget("2001:db8::1", 80).name()).isEqualTo("[2001:db8::1]:80");
        assertThat(new Iperf3Target("db.example", 5432, SECOND).name())
                .isEqualTo("iperf3://db.example:5432");
        assertThat(new HttpTarget(URI.create("http://db.example/up?x=1")).name())
                .isEqualTo("http://db.example/up?x=1");
    }

    @Test
    void thePortOfAUrlFollowsFromItsScheme() {
        assertThat(new HttpTarget(URI.create("http://a/")).port()).isEqualTo(80);
        assertThat(new HttpTarget(URI.create("https://a/")).port()).isEqualTo(443);
        assertThat(new HttpTarget(URI.create("https://a:8443/")).port()).isEqualTo(8443);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-c", "a b", "a/b", "--help"})
    void whatIsNoHostIsRefused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TcpTarget(host, 80))
                .withMessageContaining("\"" + host + "\"");
        assertThatIllegalArgumentException().isThrownBy(() -> new Iperf3Target(host, 80, SECOND));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536})
    void whatIsNoPortIsRefused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TcpTarget("a", port))
                .withMessageContaining("port " + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/", "http:/path", "a:80", "/path"})
    void whatIsNoWebAddressIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpTarget(URI.create(url)))
                .withMessageContaining(url);
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpTarget(URI.create("http://me:geheim@a/")))
                .withMessageContaining("password")
                .withMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 500, 61_000})
    void aMeasurementLastsFromASecondToAMinute(long millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Iperf3Target("a", 5201, Duration.ofMillis(millis)));
    }
}
