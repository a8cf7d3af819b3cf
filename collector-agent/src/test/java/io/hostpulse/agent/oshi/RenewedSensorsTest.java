package io.hostpulse.agent.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import oshi.hardware.Sensors;

class RenewedSensorsTest {

    private final AtomicLong nanoTime = new AtomicLong(1);
    private final List<Sensors> found = new ArrayList<>();

    @Test
    void sensorsAreLookedForAtOnceAndEveryMinute() {
        RenewedSensors sensors = new RenewedSensors(this::find, nanoTime::get);

        Sensors first = sensors.get();
        nanoTime.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(sensors.get()).isSameAs(first);
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(sensors.get()).isSameAs(found.get(1)).isNotSameAs(first);
        assertThat(found).hasSize(2);
    }

    private Sensors find() {
        found.add(new oshi.nativefree.SystemInfo().getHardware().getSensors());
        return found.get(found.size() - 1);
    }
}
