package io.hostpulse.agent.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells disks from what lies over them, such as volumes of the device mapper and loop devices,
 * which have the same bytes again.
 */
final class BlockDevices {

    /** Numbers are given to other devices when one is gone. */
    private static final long INSPECTION_AGE_NANOS = Duration.ofSeconds(30).toNanos();

    private final Path byNumber;
    private final LongSupplier nanoTime;
    private final Map<String, Boolean> counted = new HashMap<>();
    private long inspectedNanos;

    /**
     * @param nanoTime the monotonic clock
     */
    BlockDevices(Path sys, LongSupplier nanoTime) {
        this.byNumber = sys.resolve("dev/block");
        this.nanoTime = nanoTime;
    }

    /**
     * Whether bytes of the device count.
     *
     * @param number major and minor, such as 8:0
     */
    boolean isCounted(String number) {
        long now = nanoTime.getAsLong();
        if (now - inspectedNanos > INSPECTION_AGE_NANOS) {
            counted.clear();
            inspectedNanos = now;
        }
        return counted.computeIfAbsent(number, this::inspect);
    }

    private boolean inspect(String number) {
        Path device = byNumber.resolve(number);
        return !Files.exists(device) || Files.exists(device.resolve("device"));
    }
}
