package io.hostpulse.job.search;

import io.hostpulse.job.document.SampleDocuments;
import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Load;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.proto.NetworkInterface;
import io.hostpulse.wire.proto.NetworkSummary;
import io.hostpulse.wire.proto.Process;
import io.hostpulse.wire.proto.ProcessSummary;
import io.hostpulse.wire.proto.Uptime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A host of which every number is known, sampled every 10 s for six minutes. CPU and memory grow by
 * a step a minute and swing around it, counters grow by so many bytes a second.
 *
 * @param userPct of the first minute, 1.0 is one core
 * @param inBytesPerSec by interface
 * @param outBytesPerSec by interface
 * @param rebootMinute in which minute counters start again at 0; none if it is over by then
 * @param usedPct share of filesystems in use by device
 * @param cpuPct of processes by command line; without one a thread of the kernel
 */
record MeasuredHost(
        String name,
        String ip,
        String cloudProvider,
        int cores,
        double userPct,
        double systemPct,
        double memoryUsedPct,
        double load,
        Map<String, Long> inBytesPerSec,
        Map<String, Long> outBytesPerSec,
        int rebootMinute,
        Map<String, Double> usedPct,
        Map<String, Double> cpuPct) {

    static final long START = Instant.parse("2026-11-01T12:00:00Z").toEpochMilli();
    static final int MINUTES = 6;
    static final int INTERVAL_MILLIS = 10_000;
    static final int SAMPLES = MINUTES * 60_000 / INTERVAL_MILLIS;
    static final long LAST = START + (SAMPLES - 1) * (long) INTERVAL_MILLIS;

    static final double STEP = 0.01;
    static final long MEMORY_BYTES = 8L << 30;
    static final double STEAL_PCT = 0.1;
    private static final double SWING = 0.05;
    private static final long UPTIME_MILLIS = 86_400_000;
    private static final long COUNTED_BEFORE = 5_000_000_000L;

    static final MeasuredHost WEB =
            new MeasuredHost(
                    "web-1",
                    "192.0.2.1",
                    "acme",
                    4,
                    1.0,
                    0.5,
                    0.5,
                    2.0,
                    Map.of("eth0", 1_000L, "eth1", 500L),
                    Map.of("eth0", 2_000L, "eth1", 0L),
                    MINUTES,
                    Map.of("/dev/sda1", 0.5, "nas:/export", 0.9, "tmpfs", 0.1),
                    Map.ofEntries(
                            Map.entry("/usr/bin/java -jar shop.jar", 1.5),
                            Map.entry("nginx: worker", 0.5),
                            Map.entry("", 0.4),
                            Map.entry("w1", 0.11),
                            Map.entry("w2", 0.12),
                            Map.entry("w3", 0.13),
                            Map.entry("w4", 0.14),
                            Map.entry("w5", 0.15),
                            Map.entry("w6", 0.16),
                            Map.entry("w7", 0.17),
                            Map.entry("w8", 0.01)));

    static final MeasuredHost DATABASE =
            new MeasuredHost(
                    "db-1",
                    "192.0.2.2",
                    "",
                    2,
                    0.3,
                    0.1,
                    0.25,
                    0.5,
                    Map.of("eth0", 100L),
                    Map.of("eth0", 50L),
                    4,
                    Map.of("/dev/vda1", 0.25),
                    Map.of("postgres", 0.2));

    /** What the job makes of its samples. */
    List<IndexedDocument> documents() {
        SampleDocuments documents = new SampleDocuments(SampleSelection.all());
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> START + i * (long) INTERVAL_MILLIS)
                .flatMap(
                        time ->
                                documents
                                        .of(
                                                MeasuredSample.of(received(sample(time)), time),
                                                time + 250)
                                        .stream())
                .toList();
    }

    double userPctOf(int minute) {
        return userPct + minute * STEP;
    }

    double memoryUsedPctOf(int minute) {
        return memoryUsedPct + minute * STEP;
    }

    double load5Of(int minute) {
        return load + minute;
    }

    double totalNormPctOf(int minute) {
        return (userPctOf(minute) + systemPct + STEAL_PCT) / cores;
    }

    double inBytesPerSecond() {
        return inBytesPerSec.values().stream().mapToDouble(Long::doubleValue).sum();
    }

    double outBytesPerSecond() {
        return outBytesPerSec.values().stream().mapToDouble(Long::doubleValue).sum();
    }

    /** Mean over all samples of something that grows by a step every minute. */
    static double meanOverMinutes(double ofFirstMinute, double step) {
        return ofFirstMinute + step * (MINUTES - 1) / 2;
    }

    private static HostSample received(HostSample sample) {
        try {
            return SampleCodec.decode(SampleCodec.encode(sample));
        } catch (MalformedSampleException e) {
            throw new AssertionError(e);
        }
    }

    private HostSample sample(long timeMillis) {
        long elapsedMillis = timeMillis - START;
        int minute = (int) (elapsedMillis / 60_000);
        double swing = elapsedMillis / INTERVAL_MILLIS % 2 == 0 ? SWING : -SWING;
        double user = userPctOf(minute) + swing;
        HostSample.Builder sample =
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(timeMillis)))
                        .setIntervalMs(INTERVAL_MILLIS)
                        .setCpu(
                                Cpu.newBuilder()
                                        .setCores(cores)
                                        .setUserPct(user)
                                        .setSystemPct(systemPct)
                                        .setStealPct(STEAL_PCT)
                                        .setTotalNormPct((user + systemPct + STEAL_PCT) / cores))
                        .setLoad(
                                Load.newBuilder()
                                        .setLoad1(load)
                                        .setLoad5(load5Of(minute))
                                        .setLoad15(load * 2)
                                        .setCores(cores))
                        .setMemory(memory(memoryUsedPctOf(minute) + swing))
                        .setUptime(Uptime.newBuilder().setDurationMs(UPTIME_MILLIS + elapsedMillis))
                        .setProcessSummary(
                                ProcessSummary.newBuilder()
                                        .setTotal(cpuPct.size())
                                        .setRunning(minute)
                                        .setSleeping(cpuPct.size() - minute));
        addIdentity(sample);
        addCores(sample);
        addNetwork(sample, elapsedMillis, minute);
        addFilesystems(sample);
        addProcesses(sample);
        return sample.build();
    }

    private void addIdentity(HostSample.Builder sample) {
        sample.getHostBuilder().setId("id-of-" + name).setName(name).addIp(ip).addIp("fe80::1");
        sample.getHostBuilder().getOsBuilder().setPlatform("debian").setName("Debian GNU/Linux");
        sample.getHostBuilder().putLabels("cloud.provider", cloudProvider);
        sample.getAgentBuilder().setId("agent-of-" + name).setVersion("0.1.0");
    }

    private static Memory memory(double usedPct) {
        long used = Math.round(MEMORY_BYTES * usedPct);
        return Memory.newBuilder()
                .setTotal(MEMORY_BYTES)
                .setFree(MEMORY_BYTES / 8)
                .setUsedBytes(MEMORY_BYTES / 8 * 7)
                .setActualUsedBytes(used)
                .setActualFree(MEMORY_BYTES - used)
                .setActualUsedPct(usedPct)
                .build();
    }

    /** Core n waits n hundredths of the time. */
    private void addCores(HostSample.Builder sample) {
        for (int core = 0; core < cores; core++) {
            sample.addCores(Core.newBuilder().setId(core).setIowaitPct(core / 100.0));
        }
    }

    private void addNetwork(HostSample.Builder sample, long elapsedMillis, int minute) {
        boolean rebooted = minute >= rebootMinute;
        long countedMillis = rebooted ? elapsedMillis - rebootMinute * 60_000L : elapsedMillis;
        long before = rebooted ? 0 : COUNTED_BEFORE;
        inBytesPerSec.forEach(
                (nic, perSec) ->
                        sample.addInterfaces(
                                NetworkInterface.newBuilder()
                                        .setName(nic)
                                        .setInBytes(before + perSec * countedMillis / 1_000)
                                        .setOutBytes(
                                                before
                                                        + outBytesPerSec.get(nic)
                                                                * countedMillis
                                                                / 1_000)));
        sample.setNetworkSummary(
                NetworkSummary.newBuilder()
                        .setInBytes(Math.round(inBytesPerSecond() * INTERVAL_MILLIS / 1_000))
                        .setOutBytes(Math.round(outBytesPerSecond() * INTERVAL_MILLIS / 1_000)));
    }

    private void addFilesystems(HostSample.Builder sample) {
        usedPct.forEach(
                (device, used) ->
                        sample.addFilesystems(
                                Filesystem.newBuilder()
                                        .setMountPoint("/of/" + device)
                                        .setDeviceName(device)
                                        .setUsedPct(used)));
    }

    private void addProcesses(HostSample.Builder sample) {
        cpuPct.forEach(
                (commandLine, cpu) -> {
                    Process.Builder process =
                            sample.addProcessesBuilder()
                                    .setPid(pidOf(commandLine))
                                    .setName(commandLine.isEmpty() ? "kworker/0:1" : commandLine)
                                    .setCpuTotalPct(cpu)
                                    .setMemoryRssPct(cpu / 10);
                    if (!commandLine.isEmpty()) {
                        process.setCommandLine(commandLine)
                                .setUser("root")
                                .setState("running")
                                .setStartTimeMs(START - 1_000);
                    }
                });
    }

    static int pidOf(String commandLine) {
        return Math.floorMod(commandLine.hashCode(), 30_000);
    }
}
