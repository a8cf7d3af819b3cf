package io.hostpulse.job.ingest;

import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.HostSample;

/**
 * Reads samples in either encoding. What is encoded plainly, as nearly all of them are, goes
 * straight into arrays; JSON, and whatever has something odd, takes the way over messages, where
 * the rules of what is refused and left out stand.
 */
public final class SampleReader {

    private final SampleClock clock;
    private final SampleFlattener flattener;

    public SampleReader(SampleClock clock) {
        this.clock = clock;
        this.flattener = new SampleFlattener(clock);
    }

    /**
     * @param value null where there is none
     * @param leftOut where is added what does not count
     * @throws MalformedSampleException if it is no sample
     */
    public Sample read(byte[] value, Arrival arrival, LeftOut leftOut)
            throws MalformedSampleException {
        Sample plain = PlainSampleReader.read(value, clock, arrival, leftOut);
        return plain == null ? readMessage(value, arrival, leftOut) : plain;
    }

    /** The same over messages, whatever the encoding. */
    Sample readMessage(byte[] value, Arrival arrival, LeftOut leftOut)
            throws MalformedSampleException {
        HostSample sample = SampleLimits.apply(SampleCodec.decode(value, leftOut), leftOut);
        return flattener.flatten(sample, arrival, leftOut);
    }
}
