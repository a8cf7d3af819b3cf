package io.hostpulse.agent.oshi;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import oshi.hardware.Sensors;

/**
 * OSHI's sensors. It looks only once which there are, and where; drivers that are loaded or removed
 * later move them. Hence they are looked for again every minute.
 */
public final class RenewedSensors implements Supplier<Sensors> {

    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Supplier<Sensors> anew;
    private final LongSupplier nanoTime;
    private Sensors sensors;
    private long foundNanos;

    /**
     * @param anew looks for sensors
     * @param nanoTime the monotonic clock
     */
    public RenewedSensors(Supplier<Sensors> anew, LongSupplier nanoTime) {
        this.anew = anew;
        this.nanoTime = nanoTime;
    }

    @Override
    public Sensors get() {
        long now = nanoTime.getAsLong();
        if (sensors == null || now - foundNanos > MAX_AGE_NANOS) {
            sensors = anew.get();
            foundNanos = now;
        }
        return sensors;
    }
}
