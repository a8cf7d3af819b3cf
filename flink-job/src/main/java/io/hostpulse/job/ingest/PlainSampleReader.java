package io.hostpulse.job.ingest;

import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;
import static io.hostpulse.job.ingest.ProtobufInput.requirePlain;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.util.List;

/**
 * Reads a sample from protobuf straight into the arrays of a {@link Sample}, without messages. It
 * takes samples that are encoded plainly, as protobuf libraries write them: fields in the order of
 * their numbers, none but lists more than once, all within {@link SampleLimits}. Fields that it
 * does not know may be anywhere. What is not plain may be a sample, or have a part that counts, all
 * the same: that is not for it to say. So nothing is refused here but times, and nothing left out
 * but single metrics; all other rules stand in one place.
 */
final class PlainSampleReader {

    private static final int VERSION =
            (HostSample.SCHEMA_VERSION_FIELD_NUMBER << 3) | WIRETYPE_VARINT;
    private static final int TIME = (HostSample.TIME_FIELD_NUMBER << 3) | WIRETYPE_LENGTH_DELIMITED;
    private static final int INTERVAL =
            (HostSample.INTERVAL_MS_FIELD_NUMBER << 3) | WIRETYPE_VARINT;
    private static final int HOST = (HostSample.HOST_FIELD_NUMBER << 3) | WIRETYPE_LENGTH_DELIMITED;
    private static final int AGENT =
            (HostSample.AGENT_FIELD_NUMBER << 3) | WIRETYPE_LENGTH_DELIMITED;
    private static final int GOODBYE = (HostSample.GOODBYE_FIELD_NUMBER << 3) | WIRETYPE_VARINT;

    private static final int SECONDS = (Timestamp.SECONDS_FIELD_NUMBER << 3) | WIRETYPE_VARINT;
    private static final int NANOS = (Timestamp.NANOS_FIELD_NUMBER << 3) | WIRETYPE_VARINT;
    private static final long YEAR_10000_SECONDS = SampleLimits.YEAR_10000_MILLIS / 1000;
    private static final int SECOND_NANOS = 1_000_000_000;

    private static final int AGENT_ID =
            (AgentIdentity.ID_FIELD_NUMBER << 3) | WIRETYPE_LENGTH_DELIMITED;
    private static final int RUN_ID =
            (AgentIdentity.RUN_ID_FIELD_NUMBER << 3) | WIRETYPE_LENGTH_DELIMITED;
    private static final int SEQUENCE =
            (AgentIdentity.SEQUENCE_FIELD_NUMBER << 3) | WIRETYPE_VARINT;
    private static final int AGENT_VERSION =
            (AgentIdentity.VERSION_FIELD_NUMBER << 3) | WIRETYPE_LENGTH_DELIMITED;
    private static final int AGENT_TYPE =
            (AgentIdentity.TYPE_FIELD_NUMBER << 3) | WIRETYPE_LENGTH_DELIMITED;
    private static final int SPOOLED = (AgentIdentity.SPOOLED_FIELD_NUMBER << 3) | WIRETYPE_VARINT;

    private final byte[] value;
    private final ProtobufInput in;
    private final PlainGroups groups;
    private PlainIdentity host;
    private int version;
    private long hostMillis;
    private int intervalMillis;
    private int agentBegin;
    private int agentEnd;
    private String runId = "";
    private long sequence;
    private boolean isSpooled;
    private String agentVersion = "";
    private Goodbye goodbye = Goodbye.NO_GOODBYE;

    private PlainSampleReader(byte[] value) throws NotPlainException {
        this.value = value;
        in = new ProtobufInput(value);
        groups = new PlainGroups(in, new ProtobufInput(value));
        readFields();
        requirePlain(version == SampleCodec.SCHEMA_VERSION && hostMillis > 0 && host != null);
    }

    /**
     * @return null if it is not encoded plainly
     */
    static PlainSampleReader read(byte[] value) {
        // what begins with its version is not JSON
        if (value == null
                || value.length == 0
                || value[0] != VERSION
                || value.length > SampleCodec.MAX_SAMPLE_BYTES) {
            return null;
        }
        try {
            return new PlainSampleReader(value);
        } catch (NotPlainException e) {
            return null;
        }
    }

    /** Values that no host can have measured. */
    LeftOut leftOut() {
        return groups.leftOut();
    }

    /**
     * @throws MalformedSampleException if the sample's time is out of all range
     */
    Sample flatten(SampleClock clock, Arrival arrival) throws MalformedSampleException {
        long timeMillis = clock.timeThatCounts(hostMillis, isSpooled, arrival);
        return new Sample(
                host.id(),
                host.name().isEmpty() ? host.id() : host.name(),
                timeMillis,
                hostMillis - timeMillis,
                arrival.millis(),
                intervalMillis,
                runId,
                sequence == 0 ? hostMillis : sequence,
                isSpooled,
                false,
                host.bytes(),
                groups.values(),
                groups.dimensions(),
                groups.names(),
                groups.deviceValues(),
                goodbye,
                agentVersion);
    }

    /**
     * @throws MalformedSampleException if the sample's time is out of all range
     */
    MeasuredSample measure(SampleClock clock, Arrival arrival, MeasuredSample.Wanted wanted)
            throws MalformedSampleException {
        long timeMillis = clock.timeThatCounts(hostMillis, isSpooled, arrival);
        AgentIdentity agent;
        List<MeasuredSample.Device> devices;
        try {
            agent = AgentIdentity.parser().parseFrom(value, agentBegin, agentEnd - agentBegin);
            devices =
                    groups.devices(
                            new ProtobufInput(value),
                            kind -> wanted.includes(kind, sequence, intervalMillis, hostMillis));
        } catch (NotPlainException | InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("what was read cannot be read again", impossible);
        }
        return new MeasuredSample(
                host.id(),
                host.name().isEmpty() ? host.id() : host.name(),
                host.bytes(),
                agent,
                hostMillis,
                timeMillis,
                intervalMillis,
                goodbye,
                groups.measured(),
                groups.values(),
                devices);
    }

    private void readFields() throws NotPlainException {
        int last = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            if (groups.read(tag)) {
                continue;
            }
            switch (tag) {
                case VERSION -> version = (int) in.readVarint();
                case TIME -> readTime();
                case INTERVAL -> intervalMillis = (int) in.readVarint();
                case HOST -> host = new PlainIdentity(in);
                case AGENT -> readAgent();
                case GOODBYE -> goodbye = Goodbye.forNumber((int) in.readVarint());
                default -> {
                    in.skip(tag);
                    continue;
                }
            }
            requirePlain(tag > last);
            last = tag;
        }
        requirePlain(intervalMillis >= 0 && goodbye != null);
    }

    private void readTime() throws NotPlainException {
        long seconds = 0;
        int nanos = 0;
        int last = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case SECONDS -> seconds = in.readVarint();
                case NANOS -> nanos = (int) in.readVarint();
                default -> {
                    in.skip(tag);
                    continue;
                }
            }
            requirePlain(tag > last);
            last = tag;
        }
        in.leave(outer);
        requirePlain(seconds > 0 && seconds < YEAR_10000_SECONDS);
        requirePlain(nanos >= 0 && nanos < SECOND_NANOS);
        hostMillis = seconds * 1000 + nanos / 1_000_000;
    }

    private void readAgent() throws NotPlainException {
        int last = 0;
        int outer = in.enter();
        agentBegin = in.position();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case RUN_ID -> runId = in.readText(SampleCodec.MAX_RUN_ID_LENGTH);
                case SEQUENCE -> sequence = in.readVarint();
                case AGENT_VERSION ->
                        agentVersion = in.readText(SampleFlattener.MAX_VERSION_LENGTH);
                case SPOOLED -> isSpooled = in.readVarint() != 0;
                case AGENT_ID, AGENT_TYPE -> in.skipText();
                default -> {
                    in.skip(tag);
                    continue;
                }
            }
            requirePlain(tag > last);
            last = tag;
        }
        agentEnd = in.position();
        in.leave(outer);
        requirePlain(sequence >= 0);
    }
}
