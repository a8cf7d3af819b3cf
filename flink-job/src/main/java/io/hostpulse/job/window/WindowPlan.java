package io.hostpulse.job.window;

import java.util.List;

/**
 * How windows are computed. Short ones are computed from single samples, which are kept for as long
 * as one of them can be corrected. Of long ones the samples are then added to blocks, as long as
 * the windows are apart; where blocks of a shorter window fit into those of a longer one, they are
 * added to these as soon as nothing in them can change.
 */
final class WindowPlan {

    /** Longer windows are computed from blocks, and their percentiles from bins. */
    static final long LONGEST_SHORT_MILLIS = 60_000;

    private static final long LONGEST_PANE_MILLIS = 30_000;

    /** Instead of a window's position: it is fed by samples. */
    static final int SAMPLES = -1;

    private final List<WindowSpec> specs;
    private final int[] sources;
    private final long paneMillis;

    WindowPlan(List<WindowSpec> specs) {
        this.specs = specs;
        sources = new int[specs.size()];
        for (int w = 0; w < sources.length; w++) {
            sources[w] = findSource(w);
        }
        long slides =
                specs.stream()
                        .filter(WindowPlan::isLong)
                        .mapToLong(spec -> spec.slide().toMillis())
                        .reduce(0, WindowPlan::greatestCommonDivisor);
        paneMillis = slides == 0 ? LONGEST_PANE_MILLIS : longestPart(slides);
    }

    List<WindowSpec> specs() {
        return specs;
    }

    static boolean isLong(WindowSpec spec) {
        return spec.size().toMillis() > LONGEST_SHORT_MILLIS;
    }

    /** The size of the longest short window. */
    long longestShortMillis() {
        return specs.stream()
                .filter(spec -> !isLong(spec))
                .mapToLong(spec -> spec.size().toMillis())
                .max()
                .orElse(0);
    }

    /** Position of the window whose blocks make up those of the window at {@code w}. */
    int source(int w) {
        return sources[w];
    }

    /** How much time the samples of one pane span. Every block begins and ends with a pane. */
    long paneMillis() {
        return paneMillis;
    }

    /** The longest tumbling window whose blocks fit into those of the window at {@code w}. */
    private int findSource(int w) {
        int best = SAMPLES;
        for (int other = 0; other < specs.size(); other++) {
            WindowSpec spec = specs.get(other);
            long length = spec.slide().toMillis();
            if (isLong(specs.get(w))
                    && isLong(spec)
                    && spec.isTumbling()
                    && length < specs.get(w).slide().toMillis()
                    && specs.get(w).slide().toMillis() % length == 0
                    && (best == SAMPLES || length > specs.get(best).slide().toMillis())) {
                best = other;
            }
        }
        return best;
    }

    private static long longestPart(long millis) {
        long parts = (millis + LONGEST_PANE_MILLIS - 1) / LONGEST_PANE_MILLIS;
        while (millis % parts != 0) {
            parts++;
        }
        return millis / parts;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
