package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.HostSample;
import java.util.function.Supplier;
import oshi.hardware.Sensors;

/**
 * Hardware sensors: {@code cpu.temperature}, {@code cpu.voltage}, {@code fan.1} and so on. Many
 * hosts, virtual ones above all, have none; that is not a failure.
 */
public final class SensorReader implements GroupReader {

    private final Supplier<Sensors> source;

    /**
     * @param source asked at every reading
     */
    public SensorReader(Supplier<Sensors> source) {
        this.source = source;
    }

    @Override
    public String subject() {
        return "sensors";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) {
        Sensors sensors = source.get();
        double temperature = sensors.getCpuTemperature();
        if (temperature > 0) {
            sample.addSensorsBuilder()
                    .setName("cpu.temperature")
                    .setTemperatureCelsius(temperature);
        }
        double voltage = sensors.getCpuVoltage();
        if (voltage > 0) {
            sample.addSensorsBuilder().setName("cpu.voltage").setVoltage(voltage);
        }
        int[] fans = sensors.getFanSpeeds();
        // a fan that stands still reads 0, and so do the fans that a board has no plug for
        for (int i = 0; i < fans.length; i++) {
            if (fans[i] > 0) {
                sample.addSensorsBuilder().setName("fan." + (i + 1)).setFanRpm(fans[i]);
            }
        }
    }
}
