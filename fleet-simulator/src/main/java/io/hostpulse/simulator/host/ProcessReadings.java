package io.hostpulse.simulator.host;

import static io.hostpulse.simulator.host.ExactGrid.STEPS;
import static io.hostpulse.simulator.host.ExactGrid.count;
import static io.hostpulse.simulator.host.ExactGrid.rate;
import static io.hostpulse.simulator.host.ExactGrid.ratio;
import static io.hostpulse.simulator.host.ExactGrid.shareSteps;

import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.OpenFiles;
import io.hostpulse.wire.proto.Process;
import io.hostpulse.wire.proto.ProcessSummary;
import java.util.List;

/** Process counts, the three busiest processes and open files. */
final class ProcessReadings implements Readings {

    private static final long FILE_LIMIT = 1L << 20;

    private final HostProfile profile;
    private final long bootMillis;
    private final List<ProcessState> processes =
            List.of(
                    new ProcessState(812, "java", "app", 2),
                    new ProcessState(634, "postgres", "postgres", 4),
                    new ProcessState(451, "nginx", "www-data", 8));

    ProcessReadings(HostProfile profile, long bootMillis) {
        this.profile = profile;
        this.bootMillis = bootMillis;
    }

    @Override
    public void write(Tick tick, HostSample.Builder sample) {
        long running = 1 + count(3 * tick.load().cpuRatio());
        long sleeping = 80L + tick.random().nextInt(10);
        long idle = 40;
        long zombies = tick.random().nextInt(20) == 0 ? 1 : 0;
        long total = running + sleeping + idle + zombies;
        sample.setProcessSummary(
                ProcessSummary.newBuilder()
                        .setTotal(total)
                        .setRunning(running)
                        .setIdle(idle)
                        .setSleeping(sleeping)
                        .setStopped(0)
                        .setZombie(zombies)
                        .setDead(0)
                        .setUnknown(0)
                        .setThreads(3 * total)
                        .setCreatedPerSec(rate(tick.roughly(2 + 40 * tick.load().cpuRatio()))));
        for (ProcessState process : processes) {
            sample.addProcesses(process.read(tick, profile, bootMillis));
        }
        int openFiles = (int) count(tick.roughly(2_000 + 20_000 * tick.load().cpuRatio()));
        sample.setOpenFiles(
                OpenFiles.newBuilder()
                        .setOpen(openFiles)
                        .setLimit(FILE_LIMIT)
                        .setUsedPct(ratio(shareSteps((double) openFiles / FILE_LIMIT))));
    }

    /** A process that takes one part in {@code shareOf} of the host's CPU and memory. */
    private static final class ProcessState {
        private final int pid;
        private final String name;
        private final String user;
        private final int shareOf;
        private long cpuMillis;

        ProcessState(int pid, String name, String user, int shareOf) {
            this.pid = pid;
            this.name = name;
            this.user = user;
            this.shareOf = shareOf;
        }

        Process read(Tick tick, HostProfile profile, long bootMillis) {
            int cpuSteps = shareSteps(tick.load().cpuRatio()) / shareOf;
            int memorySteps = shareSteps(tick.load().memoryRatio()) / shareOf;
            long residentBytes = memorySteps * (profile.memoryBytes() / STEPS);
            cpuMillis += tick.cores() * tick.intervalMillis() * cpuSteps / STEPS;
            return Process.newBuilder()
                    .setPid(pid)
                    .setParentPid(1)
                    .setName(name)
                    .setUser(user)
                    .setCommandLine("/usr/bin/" + name + " --role " + profile.role())
                    .setState(tick.load().cpuRatio() > 0.5 ? "running" : "sleeping")
                    .setStartTimeMs(bootMillis + pid * 10L)
                    .setCpuTotalPct(tick.cores() * ratio(cpuSteps))
                    .setCpuTotalNormPct(ratio(cpuSteps))
                    .setCpuTotalMs(cpuMillis)
                    .setMemorySize(2 * residentBytes)
                    .setMemoryRssBytes(residentBytes)
                    .setMemoryRssPct(ratio(memorySteps))
                    .setMemoryShare(residentBytes / 8)
                    .setThreads(30)
                    .setFdOpen(count(tick.roughly(100)))
                    .setFdLimitSoft(1024)
                    .setFdLimitHard(FILE_LIMIT)
                    .build();
        }
    }
}
