package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.Window;
import io.hostpulse.job.model.WindowLook;
import io.hostpulse.wire.proto.Dimension;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WantedWindowsTest {

    private static final long NOON = 1_800_000_000_000L / 60_000 * 60_000;
    private static final PublishedWindows USUAL = new PublishedWindows(false, false);
    private static final String[] NONE = {};

    @Test
    void ofSlidingOnesThoseThatLieSideBySideAreComputed() throws Exception {
        assertThat(slidingOfHost(USUAL, Set.of()))
                .isNotEmpty()
                .allMatch(window -> !window.isOverlapped());
    }

    @Test
    void allAreComputedThatARuleLooksAt() throws Exception {
        assertThat(slidingOfHost(USUAL, Set.of(new WindowLook("30s", Dimension.HOST_VALUE, false))))
                .anyMatch(Window::isOverlapped);
    }

    @Test
    void slidingOnesOfDevicesAreComputedOnlyIfSomebodyWantsThem() throws Exception {
        WindowLook atDisks = new WindowLook("30s", Dimension.DISK_VALUE, false);

        assertThat(dimensionsOfSliding(USUAL, Set.of())).containsOnly(Dimension.HOST_VALUE);
        assertThat(dimensionsOfSliding(USUAL, Set.of(atDisks)))
                .containsOnly(Dimension.HOST_VALUE, Dimension.DISK_VALUE);
        assertThat(dimensionsOfSliding(new PublishedWindows(true, false), Set.of()))
                .contains(Dimension.DISK_VALUE);
    }

    @Test
    void percentilesOfFewSamplesAreComputedOnlyForRules() throws Exception {
        assertThat(ofMinute(10, Set.of())).allMatch(window -> window.p95().length == 0);
        assertThat(ofMinute(2, Set.of())).allMatch(window -> window.p95().length > 0);
        assertThat(ofMinute(10, Set.of(new WindowLook("1m", Dimension.HOST_VALUE, true))))
                .allMatch(window -> window.p95().length > 0);
    }

    @Test
    void whatCrossesAThresholdIsPublishedWhereverItLies() {
        Window across = sliding(10_000);
        Window crossed = across.evaluated(new String[] {"busy"}, NONE, NOON);

        assertThat(USUAL.include(sliding(0))).isTrue();
        assertThat(USUAL.include(across)).isFalse();
        assertThat(USUAL.include(crossed)).isTrue();
        assertThat(new PublishedWindows(false, true).include(across)).isTrue();
    }

    private static List<Window> slidingOfHost(PublishedWindows published, Set<WindowLook> looks)
            throws Exception {
        return emitted(published, looks, 10).stream()
                .filter(window -> window.isSliding() && window.isOfHost())
                .toList();
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
                emitted(USUAL, looks, intervalSeconds).stream()
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

    private static Window sliding(long afterNoonMillis) {
        double[] none = {};
        return new Window(
                "a",
                "a",
                Dimension.HOST_VALUE,
                "",
                "30s",
                NOON + afterNoonMillis,
                NOON + afterNoonMillis + 30_000,
                10_000,
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
