package io.hostpulse.agent.identity;

import io.hostpulse.agent.read.LenientText;
import io.hostpulse.wire.proto.OperatingSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Says which Linux it is, from os-release(5). */
final class OsRelease {

    /** What ECS and Metricbeat call the families, by the ids that distributions give. */
    private static final Map<String, String> FAMILIES =
            Map.of("rhel", "redhat", "fedora", "redhat", "centos", "redhat", "ubuntu", "debian");

    private OsRelease() {}

    /**
     * @param kernel version of the kernel
     */
    static OperatingSystem read(Path file, String kernel) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line : LenientText.read(file).split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), unquote(line.substring(equals + 1)));
            }
        }
        String id = fields.getOrDefault("ID", "linux");
        return OperatingSystem.newBuilder()
                .setType("linux")
                .setPlatform(id)
                .setFamily(family(fields.getOrDefault("ID_LIKE", id)))
                .setName(fields.getOrDefault("NAME", "Linux"))
                .setVersion(fields.getOrDefault("VERSION_ID", ""))
                .setKernel(kernel)
                .build();
    }

    /** The list begins with the closest relative. */
    private static String family(String related) {
        String closest = related.split(" ", 2)[0];
        return FAMILIES.getOrDefault(closest, closest);
    }

    private static String unquote(String value) {
        boolean quoted =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
