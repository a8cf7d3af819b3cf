package io.hostpulse.agent;

import static oshi.hardware.CentralProcessor.TickType.IDLE;
import static oshi.hardware.CentralProcessor.TickType.IRQ;
import static oshi.hardware.CentralProcessor.TickType.NICE;
import static oshi.hardware.CentralProcessor.TickType.SYSTEM;
import static oshi.hardware.CentralProcessor.TickType.USER;

import io.hostpulse.agent.identity.IdentityReader;
import io.hostpulse.agent.identity.ThisHost;
import io.hostpulse.agent.linux.LinuxContainers;
import io.hostpulse.agent.linux.LinuxDisks;
import io.hostpulse.agent.linux.LinuxFilesystems;
import io.hostpulse.agent.linux.LinuxInterfaces;
import io.hostpulse.agent.linux.LinuxMemory;
import io.hostpulse.agent.linux.LinuxPressure;
import io.hostpulse.agent.linux.LinuxProcesses;
import io.hostpulse.agent.linux.LinuxSockets;
import io.hostpulse.agent.linux.TcpStateCounter;
import io.hostpulse.agent.linux.TcpTables;
import io.hostpulse.agent.linux.UserNames;
import io.hostpulse.agent.oshi.NativeStatvfs;
import io.hostpulse.agent.oshi.NetlinkTcpStates;
import io.hostpulse.agent.oshi.OshiDisks;
import io.hostpulse.agent.oshi.OshiFilesystems;
import io.hostpulse.agent.oshi.OshiInterfaces;
import io.hostpulse.agent.oshi.OshiMemory;
import io.hostpulse.agent.oshi.OshiProcesses;
import io.hostpulse.agent.oshi.OshiSockets;
import io.hostpulse.agent.probe.ProbeSchedule;
import io.hostpulse.agent.probe.Prober;
import io.hostpulse.agent.read.AgentHealthReader;
import io.hostpulse.agent.read.AgentVitals;
import io.hostpulse.agent.read.ContainerReader;
import io.hostpulse.agent.read.CpuReader;
import io.hostpulse.agent.read.DiskReader;
import io.hostpulse.agent.read.FilesystemReader;
import io.hostpulse.agent.read.GroupReader;
import io.hostpulse.agent.read.KernelReader;
import io.hostpulse.agent.read.LoadReader;
import io.hostpulse.agent.read.MemoryReader;
import io.hostpulse.agent.read.NetworkReader;
import io.hostpulse.agent.read.OpenFilesReader;
import io.hostpulse.agent.read.PressureReader;
import io.hostpulse.agent.read.ProbeReader;
import io.hostpulse.agent.read.ProcessReader;
import io.hostpulse.agent.read.ProcessTable;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.SensorReader;
import io.hostpulse.agent.read.SocketReader;
import io.hostpulse.agent.read.UptimeReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.common.os.linux.nativefree.LinuxOperatingSystemNF;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoProvider;
import oshi.util.PlatformEnum;

/** Every reader of the host that the agent runs on, each on its own line. */
final class HostReaders {

    private static final Path PROC = Path.of("/proc");
    private static final Path SYS = Path.of("/sys");
    private static final Path PASSWD = Path.of("/etc/passwd");

    private HostReaders() {}

    /**
     * What the readers need to know.
     *
     * @param hostId the host's id
     */
    record Settings(AgentConfig config, String hostId, AgentVitals vitals, ReadFailures failures) {}

    static List<GroupReader> ofThisHost(Settings settings) {
        return PlatformEnum.getCurrentPlatform() == PlatformEnum.LINUX
                ? onLinux(settings)
                : elsewhere(settings);
    }

    /** OSHI without native code: it does the same here, and takes less memory. */
    private static List<GroupReader> onLinux(Settings settings) {
        SystemInfoProvider system = new oshi.nativefree.SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        OperatingSystem os = system.getOperatingSystem();
        CentralProcessor processor = hardware.getProcessor();
        AgentConfig config = settings.config();
        ReadFailures failures = settings.failures();
        long pageBytes = LinuxOperatingSystemNF.pageSize();
        ProcessTable processes =
                new LinuxProcesses(
                        PROC, LinuxOperatingSystemNF.hz(), pageBytes, new UserNames(PASSWD));

        List<GroupReader> readers = new ArrayList<>();
        readers.add(
                new IdentityReader(
                        ThisHost.onLinux(
                                PROC, settings.hostId(), config.hostName(), config.labels()),
                        failures));
        readers.add(new CpuReader(processor, EnumSet.allOf(TickType.class)));
        readers.add(new LoadReader(processor));
        readers.add(new KernelReader(processor));
        readers.add(new MemoryReader(new LinuxMemory(PROC, failures)));
        if (Files.isDirectory(PROC.resolve("pressure"))) {
            readers.add(new PressureReader(new LinuxPressure(PROC)));
        }
        readers.add(new DiskReader(new LinuxDisks(PROC, SYS)));
        readers.add(
                new FilesystemReader(new LinuxFilesystems(PROC, new NativeStatvfs(), failures)));
        readers.add(new NetworkReader(new LinuxInterfaces(PROC, SYS, System::nanoTime)));
        readers.add(
                new SocketReader(
                        new LinuxSockets(
                                PROC,
                                TcpStateCounter.either(new NetlinkTcpStates(), new TcpTables(PROC)),
                                pageBytes,
                                failures,
                                System::nanoTime)));
        readers.add(
                new ProcessReader(
                        processes,
                        EnumSet.allOf(ProcessTable.State.class),
                        config.topProcesses(),
                        processor.getLogicalProcessorCount(),
                        hardware.getMemory().getTotal()));
        readers.add(new OpenFilesReader(os.getFileSystem()));
        readers.add(new UptimeReader(os::getSystemUptime));
        readers.add(new SensorReader(hardware.getSensors()));
        LinuxContainers.find(Path.of("/"), failures, System::nanoTime)
                .ifPresent(containers -> readers.add(new ContainerReader(containers)));
        readers.add(new ProbeReader(new Prober(config.probes(), ProbeSchedule.byDefault())));
        readers.add(agentHealth(settings, processes, os));
        return readers;
    }

    private static List<GroupReader> elsewhere(Settings settings) {
        SystemInfoProvider system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        OperatingSystem os = system.getOperatingSystem();
        CentralProcessor processor = hardware.getProcessor();
        AgentConfig config = settings.config();
        ProcessTable processes = new OshiProcesses(os);
        boolean windows = PlatformEnum.getCurrentPlatform() == PlatformEnum.WINDOWS;

        List<GroupReader> readers = new ArrayList<>();
        readers.add(
                new IdentityReader(
                        ThisHost.elsewhere(
                                os, settings.hostId(), config.hostName(), config.labels()),
                        settings.failures()));
        readers.add(new CpuReader(processor, cpuStates()));
        if (!windows) {
            readers.add(new LoadReader(processor));
        }
        readers.add(new KernelReader(processor));
        readers.add(new MemoryReader(new OshiMemory(hardware.getMemory())));
        readers.add(new DiskReader(new OshiDisks(hardware::getDiskStores)));
        readers.add(
                new FilesystemReader(
                        new OshiFilesystems(() -> os.getFileSystem().getFileStores(true))));
        readers.add(
                new NetworkReader(new OshiInterfaces(hardware::getNetworkIFs, System::nanoTime)));
        readers.add(new SocketReader(new OshiSockets(os.getInternetProtocolStats())));
        readers.add(
                new ProcessReader(
                        processes,
                        OshiProcesses.STATES,
                        config.topProcesses(),
                        processor.getLogicalProcessorCount(),
                        hardware.getMemory().getTotal()));
        readers.add(new OpenFilesReader(os.getFileSystem()));
        readers.add(new UptimeReader(os::getSystemUptime));
        readers.add(new SensorReader(hardware.getSensors()));
        readers.add(new ProbeReader(new Prober(config.probes(), ProbeSchedule.byDefault())));
        readers.add(agentHealth(settings, processes, os));
        return readers;
    }

    private static GroupReader agentHealth(
            Settings settings, ProcessTable processes, OperatingSystem os) {
        return new AgentHealthReader(
                settings.vitals(),
                settings.failures(),
                processes,
                os.getProcessId(),
                System::nanoTime);
    }

    /** The states that the system tells apart. */
    private static Set<TickType> cpuStates() {
        return switch (PlatformEnum.getCurrentPlatform()) {
            case WINDOWS -> EnumSet.of(USER, SYSTEM, IDLE, IRQ);
            case MACOS -> EnumSet.of(USER, NICE, SYSTEM, IDLE);
            default -> EnumSet.of(USER, NICE, SYSTEM, IDLE, IRQ);
        };
    }
}
