package io.hostpulse.job.window;

import io.hostpulse.job.model.Window;
import io.hostpulse.job.model.WindowLook;
import io.hostpulse.wire.proto.Dimension;
import java.util.Set;

/** Which windows are computed: those that are published, and those that rules look at. */
final class WantedWindows {

    private static final int DIMENSIONS = Dimension.values().length - 1;

    private final WindowPlan plan;
    private final PublishedWindows published;
    private final boolean[][] lookedAt;
    private final boolean[] percentilesLookedAt;
    private final boolean[][] ofDevices;
    private final boolean[] wantedOfAnyDevice;
    private Set<WindowLook> looks = Set.of();

    WantedWindows(WindowPlan plan, PublishedWindows published) {
        this.plan = plan;
        this.published = published;
        int windows = plan.specs().size();
        lookedAt = new boolean[windows][DIMENSIONS];
        percentilesLookedAt = new boolean[windows];
        ofDevices = new boolean[windows][DIMENSIONS];
        wantedOfAnyDevice = new boolean[windows];
        lookAt(looks);
    }

    /** From now on rules look at these and at no others. */
    void update(Set<WindowLook> now) {
        if (now != looks) {
            looks = now;
            lookAt(now);
        }
    }

    private void lookAt(Set<WindowLook> now) {
        for (int w = 0; w < lookedAt.length; w++) {
            WindowSpec spec = plan.specs().get(w);
            percentilesLookedAt[w] = false;
            wantedOfAnyDevice[w] = false;
            for (int dimension = 0; dimension < DIMENSIONS; dimension++) {
                WindowLook look = new WindowLook(spec.name(), dimension, false);
                WindowLook atPercentiles = new WindowLook(spec.name(), dimension, true);
                percentilesLookedAt[w] |= now.contains(atPercentiles);
                lookedAt[w][dimension] = now.contains(look) || now.contains(atPercentiles);
                ofDevices[w][dimension] =
                        dimension != Dimension.HOST_VALUE
                                && (lookedAt[w][dimension] || published.includeOfDevices(spec));
                wantedOfAnyDevice[w] |= ofDevices[w][dimension];
            }
        }
    }

    /** Whether the window at {@code w} of the plan that begins there is wanted of the host. */
    boolean isWantedOfHost(int w, long startMillis) {
        return lookedAt[w][Dimension.HOST_VALUE]
                || published.includeOfHost(plan.specs().get(w), startMillis);
    }

    boolean isWantedOfAnyDevice(int w) {
        return wantedOfAnyDevice[w];
    }

    /** By dimension, whether the window at {@code w} of the plan is wanted of its devices. */
    boolean[] ofDevices(int w) {
        return ofDevices[w];
    }

    /** Whether percentiles of so many samples mean something, or rules ask for them at any rate. */
    boolean wantsPercentiles(int w, int samples) {
        return samples >= Window.LEAST_SAMPLES_FOR_PERCENTILES || percentilesLookedAt[w];
    }
}
