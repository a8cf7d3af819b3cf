package io.hostpulse.agent.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import oshi.hardware.CentralProcessor.TickType;

/** A processor with cores 0 and 4 whose counters are what the test says. */
final class ScriptedProcessor implements ProcessorSource {

    private static final int[] IDS = {0, 4};
    private static final int STATES = TickType.values().length;

    private long[] times = new long[STATES];
    private final Map<Integer, long[]> online =
            new TreeMap<>(Map.of(IDS[0], new long[STATES], IDS[1], new long[STATES]));
    private final Map<Integer, long[]> offline = new HashMap<>();
    final Map<Integer, Long> frequencies =
            new HashMap<>(Map.of(IDS[0], 2_000_000_000L, IDS[1], 3_000_000_000L));
    double[] load = {2, 1, 0.5};
    long contextSwitches = 1;
    long interrupts = 1;

    /** Adds to a state of the first or second core, and of the whole. */
    void spend(int core, TickType state, long milliseconds) {
        times = times.clone();
        times[state.getIndex()] += milliseconds;
        long[] ofCore = online.get(IDS[core]).clone();
        ofCore[state.getIndex()] += milliseconds;
        online.put(IDS[core], ofCore);
    }

    /** Takes the first or second core offline. */
    void unplug(int core) {
        offline.put(IDS[core], online.remove(IDS[core]));
    }

    void plug(int core) {
        online.put(IDS[core], offline.remove(IDS[core]));
    }

    /** Has no times at all any more. */
    void forget() {
        times = new long[STATES];
    }

    @Override
    public long[] times() {
        return times;
    }

    @Override
    public List<CoreFigures> cores() {
        List<CoreFigures> cores = new ArrayList<>();
        online.forEach((id, milliseconds) -> cores.add(new CoreFigures(id, milliseconds)));
        return cores;
    }

    @Override
    public Map<Integer, Long> frequencies() {
        return frequencies;
    }

    @Override
    public double[] loadAverages() {
        return load;
    }

    @Override
    public long contextSwitches() {
        return contextSwitches;
    }

    @Override
    public long interrupts() {
        return interrupts;
    }
}
