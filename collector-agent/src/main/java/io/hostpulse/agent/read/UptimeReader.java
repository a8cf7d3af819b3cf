package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.function.LongSupplier;

/** Time since boot. */
public final class UptimeReader implements GroupReader {

    private final LongSupplier uptimeSeconds;

    public UptimeReader(LongSupplier uptimeSeconds) {
        this.uptimeSeconds = uptimeSeconds;
    }

    @Override
    public String subject() {
        return "uptime";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        long seconds = uptimeSeconds.getAsLong();
        if (seconds <= 0) {
            throw new IOException("the operating system does not say when it was booted");
        }
        sample.getUptimeBuilder().setSeconds(seconds).setDurationMs(seconds * 1000);
    }
}
