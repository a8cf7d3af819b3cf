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
import io.hostpulse.agent.linux.LinuxProcessor;
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
import io.hostpulse.agent.oshi.OshiProcessor;
import io.hostpulse.agent.oshi.OshiSockets;
import io.hostpulse.agent.oshi.RenewedSensors;
import io.hostpulse.agent.probe.Prober;
import io.hostpulse.agent.read.AgentHealthReader;
import io.hostpulse.agent.read.AgentVitals;
import io.hostpulse.agent.read.ContainerReader;
import io.hostpulse.agent.read.CoreReader;
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
import io.hostpulse.agent.read.ProcessorSource;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.SensorReader;
import io.hostpulse.agent.read.SocketReader;
import io.hostpulse.agent.read.UptimeReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.common.os.linux.nativefree.LinuxOperatingSystemNF;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoProvider;
import oshi.util.GlobalConfig;
import oshi.util.PlatformEnum;

/**
 * Every reader of the host that the agent runs on, each on its own line.
 *
 * @param identity reads in every sample which host it is
 * @param groups those that the operating system has, in the order of {@link Group}
 */
record HostReaders(GroupReader identity, Map<Group, GroupReader> groups) {

    HostReaders {
        groups = Collections.unmodifiableMap(new EnumMap<>(groups));
    }

    /**
     * What the readers need to know.
     *
     * @param config asked at every reading
     * @param hostId the host's id
     */
    record Settings(
            Supplier<AgentConfig> config,
            String hostId,
            AgentVitals vitals,
            ReadFailures failures) {}

    static HostReaders ofThisHost(Settings settings) {
        return PlatformEnum.getCurrentPlatform() == PlatformEnum.LINUX
                ? onLinux(settings)
                : elsewhere(settings);
    }

    /** OSHI without native code: it does the same here, and takes less memory. */
    private static HostReaders onLinux(Settings settings) {
        Path root = settings.config().get().hostRoot();
        Path proc = root.resolve("proc");
        Path sys = root.resolve("sys");
        // OSHI looks at these when it is loaded
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_PROC_PATH, proc);
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_SYS_PATH, sys);
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_DEV_PATH, root.resolve("dev"));
        SystemInfoProvider system = new oshi.nativefree.SystemInfo();
        OperatingSystem os = system.getOperatingSystem();
        Supplier<AgentConfig> config = settings.config();
        ReadFailures failures = settings.failures();
        long ticksPerSecond = LinuxOperatingSystemNF.hz();
        long pageBytes = LinuxOperatingSystemNF.pageSize();
        ProcessorSource processor =
                new LinuxProcessor(proc, sys, ticksPerSecond, failures, System::nanoTime);
        ProcessTable processes =
                new LinuxProcesses(
                        proc, ticksPerSecond, pageBytes, new UserNames(root.resolve("etc/passwd")));

        Map<Group, GroupReader> readers = new EnumMap<>(Group.class);
        GroupReader identity =
                new IdentityReader(
                        ThisHost.onLinux(
                                root,
                                settings.hostId(),
                                config.get().hostName(),
                                () -> config.get().labels()),
                        failures);
        readers.put(Group.CPU, new CpuReader(processor, EnumSet.allOf(TickType.class)));
        readers.put(Group.CORES, new CoreReader(processor, EnumSet.allOf(TickType.class)));
        readers.put(Group.LOAD, new LoadReader(processor));
        readers.put(Group.KERNEL, new KernelReader(processor));
        LinuxMemory memory = new LinuxMemory(proc, failures);
        readers.put(Group.MEMORY, new MemoryReader(memory));
        if (Files.isDirectory(proc.resolve("pressure"))) {
            readers.put(Group.PRESSURE, new PressureReader(new LinuxPressure(proc)));
        }
        readers.put(
                Group.DISKS,
                new DiskReader(
                        new LinuxDisks(proc, sys, () -> config.get().disks(), System::nanoTime)));
        readers.put(
                Group.FILESYSTEMS,
                new FilesystemReader(
                        new LinuxFilesystems(
                                proc,
                                root,
                                new NativeStatvfs(),
                                () -> config.get().filesystems(),
                                failures)));
        readers.put(
                Group.INTERFACES,
                new NetworkReader(
                        new LinuxInterfaces(
                                proc, sys, () -> config.get().interfaces(), System::nanoTime)));
        readers.put(
                Group.SOCKETS,
                new SocketReader(
                        new LinuxSockets(
                                proc,
                                TcpStateCounter.either(new NetlinkTcpStates(), new TcpTables(proc)),
                                pageBytes,
                                failures,
                                System::nanoTime)));
        readers.put(
                Group.PROCESSES,
                new ProcessReader(
                        processes,
                        EnumSet.allOf(ProcessTable.State.class),
                        () -> config.get().topProcesses(),
                        () -> processor.cores().size(),
                        memory::totalBytes));
        readers.put(Group.OPEN_FILES, new OpenFilesReader(os.getFileSystem()));
        readers.put(Group.UPTIME, new UptimeReader(os::getSystemUptime));
        readers.put(
                Group.SENSORS,
                new SensorReader(
                        new RenewedSensors(
                                () -> new oshi.nativefree.SystemInfo().getHardware().getSensors(),
                                System::nanoTime)));
        LinuxContainers.find(root, failures, System::nanoTime)
                .ifPresent(
                        containers ->
                                readers.put(Group.CONTAINERS, new ContainerReader(containers)));
        readers.put(Group.PROBES, new ProbeReader(new Prober(config.get().probes())));
        readers.put(Group.AGENT_HEALTH, agentHealth(settings, processes, os));
        return new HostReaders(identity, readers);
    }

    private static HostReaders elsewhere(Settings settings) {
        SystemInfoProvider system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        OperatingSystem os = system.getOperatingSystem();
        ProcessorSource processor = new OshiProcessor(hardware.getProcessor());
        Supplier<AgentConfig> config = settings.config();
        ProcessTable processes = new OshiProcesses(os);
        boolean windows = PlatformEnum.getCurrentPlatform() == PlatformEnum.WINDOWS;

        Map<Group, GroupReader> readers = new EnumMap<>(Group.class);
        GroupReader identity =
                new IdentityReader(
                        ThisHost.elsewhere(
                                os,
                                settings.hostId(),
                                config.get().hostName(),
                                () -> config.get().labels()),
                        settings.failures());
        readers.put(Group.CPU, new CpuReader(processor, cpuStates()));
        readers.put(Group.CORES, new CoreReader(processor, cpuStates()));
        if (!windows) {
            readers.put(Group.LOAD, new LoadReader(processor));
        }
        readers.put(Group.KERNEL, new KernelReader(processor));
        readers.put(Group.MEMORY, new MemoryReader(new OshiMemory(hardware.getMemory())));
        readers.put(
                Group.DISKS,
                new DiskReader(new OshiDisks(hardware::getDiskStores, () -> config.get().disks())));
        readers.put(
                Group.FILESYSTEMS,
                new FilesystemReader(
                        new OshiFilesystems(
                                () -> os.getFileSystem().getFileStores(true),
                                () -> config.get().filesystems())));
        readers.put(
                Group.INTERFACES,
                new NetworkReader(
                        new OshiInterfaces(
                                hardware::getNetworkIFs,
                                () -> config.get().interfaces(),
                                System::nanoTime)));
        readers.put(
                Group.SOCKETS, new SocketReader(new OshiSockets(os.getInternetProtocolStats())));
        readers.put(
                Group.PROCESSES,
                new ProcessReader(
                        processes,
                        OshiProcesses.STATES,
                        () -> config.get().topProcesses(),
                        () -> processor.cores().size(),
                        () -> hardware.getMemory().getTotal()));
        readers.put(Group.OPEN_FILES, new OpenFilesReader(os.getFileSystem()));
        readers.put(Group.UPTIME, new UptimeReader(os::getSystemUptime));
        readers.put(Group.SENSORS, new SensorReader(hardware::getSensors));
        readers.put(Group.PROBES, new ProbeReader(new Prober(config.get().probes())));
        readers.put(Group.AGENT_HEALTH, agentHealth(settings, processes, os));
        return new HostReaders(identity, readers);
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
