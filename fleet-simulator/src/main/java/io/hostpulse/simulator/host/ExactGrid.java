package io.hostpulse.simulator.host;

/**
 * The grid on which every simulated number lies: multiples of 2<sup>-10</sup>.
 *
 * <p>A sum of doubles depends on the order of its terms as soon as one partial sum must be rounded.
 * Windows may add in any order (by arrival, pane by pane, after a restore), and still have to equal
 * the ground truth exactly. On this grid nothing is ever rounded as long as a sum stays below
 * 2<sup>43</sup> for fractions, or 2<sup>53</sup> for whole numbers: 2<sup>17</sup> samples of a
 * host with 64 GiB (2<sup>36</sup> bytes) may lie in one window, which is more than one a second
 * for a day.
 */
final class ExactGrid {

    /** Steps from 0 to 1. */
    static final int STEPS = 1024;

    private ExactGrid() {}

    /** The nearest point of the grid. */
    static double nearest(double value) {
        return Math.rint(value * STEPS) / STEPS;
    }

    /** The nearest number of steps that is a share: 0 to {@link #STEPS}. */
    static int shareSteps(double ratio) {
        return (int) Math.rint(Math.min(1, Math.max(0, ratio)) * STEPS);
    }

    /** The ratio of that many steps. */
    static double ratio(int steps) {
        return (double) steps / STEPS;
    }

    /** The nearest point of the grid that is a share: 0 to 1. */
    static double share(double ratio) {
        return ratio(shareSteps(ratio));
    }

    /** The nearest number of things. */
    static long count(double value) {
        return Math.max(0, Math.round(value));
    }

    /** The nearest whole rate. */
    static double rate(double value) {
        return Math.max(0, Math.rint(value));
    }
}
