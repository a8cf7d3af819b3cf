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
    private final boolean[] percentilesLookedAt;
    private final boolean[][] wanted;
    private final boolean[] wantedOfAny;
    private Set<WindowLook> looks = Set.of();

    WantedWindows(WindowPlan plan, PublishedWindows published) {
        this.plan = plan;
        this.published = published;
        int windows = plan.specs().size();
        percentilesLookedAt = new boolean[windows];
        wanted = new boolean[windows][DIMENSIONS];
        wantedOfAny = new boolean[windows];
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
        for (int w = 0; w < wanted.length; w++) {
            WindowSpec spec = plan.specs().get(w);
            percentilesLookedAt[w] = false;
            wantedOfAny[w] = false;
            for (int dimension = 0; dimension < DIMENSIONS; dimension++) {
                WindowLook look = new WindowLook(spec.name(), dimension, false);
                WindowLook atPercentiles = new WindowLook(spec.name(), dimension, true);
                percentilesLookedAt[w] |= now.contains(atPercentiles);
                wanted[w][dimension] =
                        published.includeAll(spec)
                                || now.contains(look)
                                || now.contains(atPercentiles);
                wantedOfAny[w] |= wanted[w][dimension];
            }
        }
    }

    /** Whether the window at {@code w} of the plan is wanted of the host or of anything of it. */
    boolean isWanted(int w) {
        return wantedOfAny[w];
    }

    /** In which dimensions it is. */
    boolean[] dimensions(int w) {
        return wanted[w];
    }

    /** Whether percentiles of so many samples mean something, or rules ask for them at any rate. */
    boolean wantsPercentiles(int w, int samples) {
        return samples >= Window.LEAST_SAMPLES_FOR_PERCENTILES || percentilesLookedAt[w];
    }
}
