package io.hostpulse.job;

import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import java.util.Arrays;

/** A flat sample in the making. */
public final class SampleBuilder {

    private HostIdentity identity;
    private long timeMillis;
    private long skewMillis;
    private long arrivalMillis;
    private int intervalMillis;
    private String runId;
    private long sequence;
    private boolean spooled;
    private boolean live;
    private double[] values;
    private byte[] deviceDimensions;
    private String[] deviceNames;
    private double[] deviceValues;
    private Goodbye goodbye;
    private String agentVersion;

    private SampleBuilder() {}

    /** One that measures nothing and says nothing of its agent; its sequence is its time. */
    public static SampleBuilder of(HostIdentity identity, long timeMillis) {
        SampleBuilder builder = new SampleBuilder();
        builder.identity = identity;
        builder.timeMillis = timeMillis;
        builder.arrivalMillis = timeMillis;
        builder.runId = "";
        builder.sequence = timeMillis;
        builder.live = true;
        builder.values = new double[HostMetrics.all().size()];
        Arrays.fill(builder.values, Double.NaN);
        builder.deviceDimensions = new byte[0];
        builder.deviceNames = new String[0];
        builder.deviceValues = new double[0];
        builder.goodbye = Goodbye.NO_GOODBYE;
        builder.agentVersion = "";
        return builder;
    }

    /** The same as {@code sample}, with the same arrays. */
    public static SampleBuilder of(Sample sample) {
        SampleBuilder builder = new SampleBuilder();
        builder.identity = Samples.identity(sample);
        builder.timeMillis = sample.timeMillis();
        builder.skewMillis = sample.skewMillis();
        builder.arrivalMillis = sample.arrivalMillis();
        builder.intervalMillis = sample.intervalMillis();
        builder.runId = sample.runId();
        builder.sequence = sample.sequence();
        builder.spooled = sample.spooled();
        builder.live = sample.live();
        builder.values = sample.values();
        builder.deviceDimensions = sample.deviceDimensions();
        builder.deviceNames = sample.deviceNames();
        builder.deviceValues = sample.deviceValues();
        builder.goodbye = sample.goodbye();
        builder.agentVersion = sample.agentVersion();
        return builder;
    }

    public SampleBuilder identity(HostIdentity host) {
        identity = host;
        return this;
    }

    public SampleBuilder arrivalMillis(long millis) {
        arrivalMillis = millis;
        return this;
    }

    public SampleBuilder intervalMillis(int millis) {
        intervalMillis = millis;
        return this;
    }

    public SampleBuilder run(String id, long number) {
        runId = id;
        sequence = number;
        return this;
    }

    public SampleBuilder spooled(boolean waited) {
        spooled = waited;
        return this;
    }

    public SampleBuilder live(boolean isLive) {
        live = isLive;
        return this;
    }

    public SampleBuilder value(Metric metric, double value) {
        values[HostMetrics.slot(metric)] = value;
        return this;
    }

    public SampleBuilder values(double[] ofHost) {
        values = ofHost;
        return this;
    }

    public SampleBuilder devices(byte[] dimensions, String[] names, double[] ofDevices) {
        deviceDimensions = dimensions;
        deviceNames = names;
        deviceValues = ofDevices;
        return this;
    }

    public SampleBuilder goodbye(Goodbye says) {
        goodbye = says;
        return this;
    }

    public SampleBuilder agentVersion(String version) {
        agentVersion = version;
        return this;
    }

    public Sample build() {
        return new Sample(
                identity.getId(),
                identity.getName().isEmpty() ? identity.getId() : identity.getName(),
                timeMillis,
                skewMillis,
                arrivalMillis,
                intervalMillis,
                runId,
                sequence,
                spooled,
                live,
                identity.toByteArray(),
                values,
                deviceDimensions,
                deviceNames,
                deviceValues,
                goodbye,
                agentVersion);
    }
}
