package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.Window;
import io.hostpulse.job.model.WindowLook;
import io.hostpulse.wire.proto.Dimension;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WantedWindowsTest {

    private static final long NOON = 1_800_000_000_000L / 60_000 * 60_000;
    private static final PublishedWindows USUAL = new PublishedWindows(Duration.ofMinutes(5));
    private static final String[] NONE = {};

    @Test
    void shortOnesAreComputedOnlyIfSomebodyWantsThem() throws Exception {
        WindowLook atHost = new WindowLook("30s", Dimension.HOST_VALUE, false);
        WindowLook atDisks = new WindowLook("30s", Dimension.DISK_VALUE, false);

        assertThat(dimensionsOfSliding(USUAL, Set.of())).isEmpty();
        assertThat(dimensionsOfSliding(USUAL, Set.of(atHost))).containsOnly(Dimension.HOST_VALUE);
        assertThat(dimensionsOfSliding(USUAL, Set.of(atDisks))).containsOnly(Dimension.DISK_VALUE);
        assertThat(dimensionsOfSliding(PublishedWindows.ALL, Set.of()))
                .contains(Dimension.HOST_VALUE, Dimension.DISK_VALUE);
    }

    @Test
    void percentilesOfFewSamplesAreComputedOnlyForRules() throws Exception {
        WindowLook atPercentiles = new WindowLook("1m", Dimension.HOST_VALUE, true);

        assertThat(ofMinute(10, Set.of())).allMatch(window -> window.p95().length == 0);
        assertThat(ofMinute(2, Set.of())).allMatch(window -> window.p95().length > 0);
        assertThat(ofMinute(10, Set.of(atPercentiles))).allMatch(window -> window.p95().length > 0);
    }

    @Test
    void shortOnesArePublishedIfTheyCrossAThreshold() {
        Window halfMinute = window("30s", 30_000);
        Window crossed = halfMinute.evaluated(new String[] {"busy"}, NONE, NOON);

        assertThat(USUAL.include(halfMinute)).isFalse();
        assertThat(USUAL.include(crossed)).isTrue();
        assertThat(USUAL.include(window("5m", 300_000))).isTrue();
        assertThat(PublishedWindows.ALL.include(halfMinute)).isTrue();
    }

    private static List<Integer> dimensionsOfSliding(
            PublishedWindows published, Set<WindowLook> looks) throws Exception {
        return emitted(published, looks, 10).stream()
                .filter(Window::isSliding)
                .map(Window::dimension)
                .toList();
    }

    private static List<Window> ofMinute(int intervalSeconds, Set<WindowLook> looks)
            throws Exception {
        List<Window> windows =
                emitted(PublishedWindows.ALL, looks, intervalSeconds).stream()
                        .filter(window -> window.name().equals("1m") && window.isOfHost())
                        .toList();
        assertThat(windows).isNotEmpty();
        return windows;
    }

    /** The windows of three minutes of a host with disks. */
    private static List<Window> emitted(
            PublishedWindows published, Set<WindowLook> looks, int intervalSeconds)
            throws Exception {
        RandomHost host = new RandomHost("a", 3);
        try (WindowHarness harness = WindowHarness.open(published, looks, NOON)) {
            for (int second = 0; second <= 180; second += intervalSeconds) {
                harness.process(host.sample(NOON + second * 1_000L));
            }
            return harness.windows();
        }
    }

    private static Window window(String name, long millis) {
        double[] none = {};
        return new Window(
                "a",
                "a",
                Dimension.HOST_VALUE,
                "",
                name,
                NOON,
                NOON + millis,
                millis,
                true,
                3,
                0,
                new int[0],
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                NONE,
                NONE,
                0);
    }
}
