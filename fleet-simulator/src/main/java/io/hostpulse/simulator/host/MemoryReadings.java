package io.hostpulse.simulator.host;

import static io.hostpulse.simulator.host.ExactGrid.STEPS;
import static io.hostpulse.simulator.host.ExactGrid.rate;
import static io.hostpulse.simulator.host.ExactGrid.ratio;
import static io.hostpulse.simulator.host.ExactGrid.shareSteps;

import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;

/** Memory, swap and paging. Swap is used when programs use over 80 % of the memory. */
final class MemoryReadings implements Readings {

    private static final long SWAP_BYTES = 2L << 30;
    private static final double SWAPPING_FROM = 0.8;
    private static final int PAGE_BYTES = 4096;

    private final HostProfile profile;
    private int swapSteps;
    private long swapInPages;
    private long swapOutPages;
    private long oomKills;

    MemoryReadings(HostProfile profile) {
        this.profile = profile;
    }

    @Override
    public void write(Tick tick, HostSample.Builder sample) {
        long stepBytes = profile.memoryBytes() / STEPS;
        int actualUsed = shareSteps(tick.load().memoryRatio());
        int cached = (STEPS - actualUsed) / 2;
        int buffers = (STEPS - actualUsed) / 16;
        int used = actualUsed + cached + buffers;

        int swappedBefore = swapSteps;
        swapSteps = shareSteps(2 * (tick.load().memoryRatio() - SWAPPING_FROM));
        long pagesPerStep = SWAP_BYTES / STEPS / PAGE_BYTES;
        long bothWays = tick.amount(tick.load().incident().swapPagesPerSec());
        long outPages = bothWays + Math.max(0, swapSteps - swappedBefore) * pagesPerStep;
        long inPages = bothWays + Math.max(0, swappedBefore - swapSteps) * pagesPerStep;
        swapOutPages += outPages;
        swapInPages += inPages;
        oomKills += tick.load().incident().killedProcesses();

        sample.setMemory(
                Memory.newBuilder()
                        .setTotal(profile.memoryBytes())
                        .setFree((STEPS - used) * stepBytes)
                        .setUsedBytes(used * stepBytes)
                        .setUsedPct(ratio(used))
                        .setActualFree((STEPS - actualUsed) * stepBytes)
                        .setActualUsedBytes(actualUsed * stepBytes)
                        .setActualUsedPct(ratio(actualUsed))
                        .setCached(cached * stepBytes)
                        .setBuffers(buffers * stepBytes)
                        .setSwapTotal(SWAP_BYTES)
                        .setSwapFree((STEPS - swapSteps) * (SWAP_BYTES / STEPS))
                        .setSwapUsedBytes(swapSteps * (SWAP_BYTES / STEPS))
                        .setSwapUsedPct(ratio(swapSteps))
                        .setSwapInPages(swapInPages)
                        .setSwapOutPages(swapOutPages)
                        .setSwapInPagesPerSec(perSecond(inPages, tick))
                        .setSwapOutPagesPerSec(perSecond(outPages, tick))
                        .setPageFaultsPerSec(
                                rate(tick.roughly(200 + 4_000 * tick.load().cpuRatio())))
                        .setMajorPageFaultsPerSec(perSecond(inPages, tick))
                        .setOomKills(oomKills));
    }

    private static double perSecond(long pages, Tick tick) {
        return rate(pages * 1000.0 / tick.intervalMillis());
    }
}
