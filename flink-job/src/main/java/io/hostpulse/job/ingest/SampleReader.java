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
        Sample plain = readPlainly(value, arrival, leftOut);
        return plain == null ? readMessage(value, arrival, leftOut) : plain;
    }

    /** The same without messages; null if it is not encoded plainly. */
    Sample readPlainly(byte[] value, Arrival arrival, LeftOut leftOut)
            throws MalformedSampleException {
        PlainSampleReader plain = PlainSampleReader.read(value);
        if (plain == null) {
            return null;
        }
        leftOut.addAll(plain.leftOut());
        return plain.flatten(clock, arrival);
    }

    /**
     * The same for who writes documents. What does not count is not said.
     *
     * @param wanted which devices are to be in the sample; others may be, too
     */
    public MeasuredSample measure(byte[] value, Arrival arrival, MeasuredSample.Wanted wanted)
            throws MalformedSampleException {
        PlainSampleReader plain = PlainSampleReader.read(value);
        return plain == null
                ? measureMessage(value, arrival)
                : plain.measure(clock, arrival, wanted);
    }

    /** The same over messages, whatever the encoding. */
    MeasuredSample measureMessage(byte[] value, Arrival arrival) throws MalformedSampleException {
        HostSample sample = decode(value, new LeftOut());
        return MeasuredSample.of(
                sample,
                clock.timeThatCounts(
                        SampleCodec.timeMillis(sample), sample.getAgent().getSpooled(), arrival));
    }

    /** The same over messages, whatever the encoding. */
    Sample readMessage(byte[] value, Arrival arrival, LeftOut leftOut)
            throws MalformedSampleException {
        return flattener.flatten(decode(value, leftOut), arrival, leftOut);
    }

    private static HostSample decode(byte[] value, LeftOut leftOut)
            throws MalformedSampleException {
        return SampleLimits.apply(SampleCodec.decode(value, leftOut), leftOut);
    }
}
