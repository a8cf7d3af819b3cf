package io.hostpulse.job.window;

import io.hostpulse.job.model.Block;
import io.hostpulse.job.model.BlockKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.state.MapState;

/** The blocks of the current host: what its long windows hold besides its newest samples. */
final class HostBlocks {

    private final WindowPlan plan;
    private final MapState<BlockKey, Block> blocks;
    private final BlockTotals packing = new BlockTotals();

    /** Whether a stretch of time cannot change any more. */
    private interface Settlement {
        boolean isSettled(long startMillis, long endMillis);
    }

    HostBlocks(WindowPlan plan, MapState<BlockKey, Block> blocks) {
        this.plan = plan;
        this.blocks = blocks;
    }

    /**
     * Adds what blocks hold of the window at {@code w} of the plan that begins there.
     *
     * @param fromMillis blocks that end by then are left out
     */
    void addTo(HostTotals totals, int w, long startMillis, long fromMillis) throws Exception {
        long endMillis = startMillis + plan.specs().get(w).size().toMillis();
        for (int each = w; each != WindowPlan.SAMPLES; each = plan.source(each)) {
            WindowSpec spec = plan.specs().get(each);
            long slideMillis = spec.slide().toMillis();
            for (long start = startMillis; start < endMillis; start += slideMillis) {
                if (start + slideMillis > fromMillis) {
                    add(totals, new BlockKey(spec.size().toMillis(), start));
                }
            }
        }
    }

    /** Adds the settled panes at {@code starts} to the blocks that samples go to. */
    void fold(HostPanes panes, long[] starts) throws Exception {
        for (int w = 0; w < plan.specs().size(); w++) {
            WindowSpec spec = plan.specs().get(w);
            if (WindowPlan.isLong(spec) && plan.source(w) == WindowPlan.SAMPLES) {
                int from = 0;
                while (from < starts.length) {
                    long block = spec.lastStart(starts[from]);
                    int to = from + 1;
                    while (to < starts.length && spec.lastStart(starts[to]) == block) {
                        to++;
                    }
                    long begin = starts[from];
                    long end = starts[to - 1] + panes.paneMillis();
                    fold(panes, begin, end, new BlockKey(spec.size().toMillis(), block), starts);
                    from = to;
                }
            }
        }
    }

    /** Hands on what is settled to the blocks of longer windows, and forgets it. */
    void settle(Horizon horizon) throws Exception {
        settle(horizon::isSettled);
    }

    /**
     * The same of all that had settled when the host's clock was put back.
     *
     * @param reachedFromMillis what ends later is not kept for a backlog
     */
    void putBack(Horizon settled, long reachedFromMillis) throws Exception {
        settle(
                (start, end) ->
                        end > reachedFromMillis
                                ? settled.isPast(end)
                                : settled.isSettled(start, end));
    }

    private void settle(Settlement settlement) throws Exception {
        for (int w = 0; w < plan.specs().size(); w++) {
            WindowSpec spec = plan.specs().get(w);
            for (BlockKey key : settled(spec, settlement)) {
                for (int longer = 0; longer < plan.specs().size(); longer++) {
                    if (plan.source(longer) == w) {
                        handOn(key, plan.specs().get(longer));
                    }
                }
                blocks.remove(key);
            }
        }
    }

    /** The stretches of time that blocks of the window at {@code w} are of: {@code [from, to)}. */
    List<long[]> stretches(int w) throws Exception {
        List<long[]> stretches = new ArrayList<>();
        for (BlockKey key : blocks.keys()) {
            for (int each = w; each != WindowPlan.SAMPLES; each = plan.source(each)) {
                WindowSpec spec = plan.specs().get(each);
                if (key.windowMillis() == spec.size().toMillis()) {
                    long start = key.startMillis();
                    stretches.add(new long[] {start, start + spec.slide().toMillis()});
                }
            }
        }
        return stretches;
    }

    void clear() {
        blocks.clear();
    }

    private void fold(HostPanes panes, long begin, long end, BlockKey key, long[] settled)
            throws Exception {
        HostTotals totals = HostTotals.ofAll(panes.countAtMost(begin, end));
        add(totals, key);
        for (long start : settled) {
            if (start >= begin && start < end) {
                panes.addTo(totals, start, start + panes.paneMillis());
            }
        }
        blocks.put(key, packing.pack(totals, key.startMillis()));
    }

    private List<BlockKey> settled(WindowSpec spec, Settlement settlement) throws Exception {
        List<BlockKey> settled = new ArrayList<>();
        long windowMillis = spec.size().toMillis();
        for (BlockKey key : blocks.keys()) {
            if (key.windowMillis() == windowMillis
                    && settlement.isSettled(key.startMillis(), key.startMillis() + windowMillis)) {
                settled.add(key);
            }
        }
        settled.sort(Comparator.comparingLong(BlockKey::startMillis));
        return settled;
    }

    private void handOn(BlockKey key, WindowSpec longer) throws Exception {
        BlockKey target =
                new BlockKey(longer.size().toMillis(), longer.lastStart(key.startMillis()));
        HostTotals totals = HostTotals.ofAll(0);
        add(totals, target);
        add(totals, key);
        blocks.put(target, packing.pack(totals, target.startMillis()));
    }

    private void add(HostTotals totals, BlockKey key) throws Exception {
        Block block = blocks.get(key);
        if (block != null) {
            packing.addTo(totals, block, key.startMillis());
        }
    }
}
