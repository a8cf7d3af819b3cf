package io.hostpulse.agent.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells disks from what lies over them, such as volumes of the device mapper and loop devices,
 * which have the same bytes again.
 */
final class BlockDevices {

    private final Path byNumber;
    private final Map<String, Boolean> counted = new HashMap<>();

    BlockDevices(Path sys) {
        this.byNumber = sys.resolve("dev/block");
    }

    /**
     * Whether bytes of the device count.
     *
     * @param number major and minor, such as 8:0
     */
    boolean isCounted(String number) {
        return counted.computeIfAbsent(number, this::inspect);
    }

    private boolean inspect(String number) {
        Path device = byNumber.resolve(number);
        return !Files.exists(device) || Files.exists(device.resolve("device"));
    }
}
