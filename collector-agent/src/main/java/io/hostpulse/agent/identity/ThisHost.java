package io.hostpulse.agent.identity;

import io.hostpulse.agent.identity.IdentityReader.Sources;
import io.hostpulse.agent.read.LenientText;
import io.hostpulse.wire.proto.OperatingSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Where the identity of the host that the agent runs on comes from. */
public final class ThisHost {

    private ThisHost() {}

    /**
     * A Linux host, by its own files.
     *
     * @param root where the agent sees the host's root directory
     */
    public static Sources onLinux(
            Path root, String id, Optional<String> name, Supplier<Map<String, String>> labels) {
        Path kernel = root.resolve("proc/sys/kernel");
        return new Sources(
                id,
                name,
                labels,
                System.getProperty("os.arch"),
                () -> LenientText.read(kernel.resolve("hostname")).strip(),
                NetworkAddresses::ofThisHost,
                () ->
                        OsRelease.read(
                                root.resolve("etc/os-release"), System.getProperty("os.version")),
                () -> Optional.of(Files.readString(kernel.resolve("random/boot_id")).strip()));
    }

    /** A host of any other kind, by what OSHI knows of it. */
    public static Sources elsewhere(
            oshi.software.os.OperatingSystem system,
            String id,
            Optional<String> name,
            Supplier<Map<String, String>> labels) {
        return new Sources(
                id,
                name,
                labels,
                System.getProperty("os.arch"),
                () -> hostname(system),
                NetworkAddresses::ofThisHost,
                () -> describe(system),
                Optional::empty);
    }

    private static String hostname(oshi.software.os.OperatingSystem system) throws IOException {
        String name = system.getNetworkParams().getHostName();
        if (name == null || name.isBlank()) {
            throw new IOException("the operating system gives no host name");
        }
        return name;
    }

    private static OperatingSystem describe(oshi.software.os.OperatingSystem system) {
        String family = system.getFamily().toLowerCase(Locale.ROOT);
        String type = family.equals("windows") || family.equals("macos") ? family : "unix";
        return OperatingSystem.newBuilder()
                .setType(type)
                .setPlatform(type.equals("macos") ? "darwin" : family)
                .setFamily(type.equals("macos") ? "darwin" : family)
                .setName(system.getFamily())
                .setVersion(String.valueOf(system.getVersionInfo().getVersion()))
                .setKernel(System.getProperty("os.version"))
                .build();
    }
}
