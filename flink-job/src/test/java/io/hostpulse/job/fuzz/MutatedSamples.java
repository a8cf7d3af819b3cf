package io.hostpulse.job.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Timestamp;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostSample;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/**
 * Samples of some hosts, one a second of each, most of them damaged. Each is made from the seed and
 * its own number alone: any can be made again, in any order.
 *
 * @param seed of all that is random
 * @param baseMillis when the hosts begin to be sampled
 */
record MutatedSamples(long seed, long baseMillis) implements Serializable {

    static final int HOSTS = 50;

    private static final int RARE = 400;
    private static final HostSample FULL = FullSample.generate();
    private static final String TEMPLATE_HOST = "host-of-template";
    private static final String TEMPLATE_TIME = "2001-02-03T04:05:06Z";
    private static final long TEMPLATE_SEQUENCE = 123_456_789;
    private static final double TEMPLATE_CPU = 0.123456789;
    private static final String TEMPLATE = template();
    private static final long DAY_SECONDS = 86_400;
    private static final long[] ODD_SECONDS = {
        3_600,
        30 * DAY_SECONDS,
        300 * DAY_SECONDS,
        1_000 * DAY_SECONDS,
        -DAY_SECONDS,
        -300 * DAY_SECONDS,
        -500 * DAY_SECONDS,
        -35 * 365 * DAY_SECONDS
    };
    private static final long[] ODD_TIMES = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 253_402_300_799L, 253_402_300_800L
    };

    RawRecord record(long number) {
        Random random = new Random(seed * 1_000_003 + number);
        HostSample sample = sample(number, random);
        return new RawRecord(
                Topics.SAMPLES,
                0,
                number,
                baseMillis,
                null,
                random.nextInt(10) == 0 ? null : sample.getHost().getId().getBytes(UTF_8),
                mutate(mutation(random), sample, random));
    }

    private static Mutation mutation(Random random) {
        Mutation[] all = Mutation.values();
        Mutation chosen = all[random.nextInt(all.length)];
        boolean isDear =
                chosen == Mutation.SAMPLE_TOO_LARGE || chosen == Mutation.THOUSANDS_OF_DEVICES;
        return isDear && random.nextInt(RARE) != 0 ? Mutation.NONE : chosen;
    }

    private HostSample sample(long number, Random random) {
        HostSample.Builder sample = FULL.toBuilder();
        sample.getHostBuilder().setId("host-" + number % HOSTS).setName("host-" + number % HOSTS);
        sample.getAgentBuilder().setRunId("run").setSequence(number / HOSTS + 1);
        sample.setTime(timestamp(baseMillis / 1_000 + number / HOSTS)).setIntervalMs(1_000);
        sample.getCpuBuilder().setTotalNormPct(number / HOSTS % 60 < 30 ? 0.99 : 0.1);
        sample.getMemoryBuilder().setActualUsedPct(random.nextDouble());
        return sample.build();
    }

    private byte[] mutate(Mutation mutation, HostSample sample, Random random) {
        return switch (mutation) {
            case NONE -> random.nextInt(4) == 0 ? json(sample) : SampleCodec.encode(sample);
            case PROTOBUF_BITS_FLIPPED -> flipBits(SampleCodec.encode(sample), random);
            case JSON_BITS_FLIPPED -> flipBits(json(sample), random);
            case PROTOBUF_CUT_OFF -> cutOff(SampleCodec.encode(sample), random);
            case JSON_CUT_OFF -> cutOff(json(sample), random);
            case PROTOBUF_FIELDS_REPEATED -> repeatFields(sample, random);
            case JSON_KEY_REPEATED -> DamagedJson.repeatKey(text(sample), random);
            case JSON_OF_WRONG_TYPES -> DamagedJson.changeTypes(text(sample), random);
            case VALUES_OUT_OF_RANGE ->
                    SampleCodec.encode(OddValues.set(sample, 1 + random.nextInt(8), random));
            case TIME_FAR_OFF -> SampleCodec.encode(setOddTime(sample, random));
            case IDS_EMPTY -> SampleCodec.encode(emptyIds(sample, random));
            case TEXTS_HUGE -> SampleCodec.encode(enlargeText(sample, random));
            case SAMPLE_TOO_LARGE ->
                    SampleCodec.encode(setName(sample, "x".repeat(SampleCodec.MAX_SAMPLE_BYTES)));
            case THOUSANDS_OF_DEVICES -> SampleCodec.encode(addFilesystems(sample, 3_000));
            case WRONG_VERSION ->
                    SampleCodec.encode(sample.toBuilder().setSchemaVersion(odd(random)).build());
            case RANDOM_BYTES -> randomBytes(random);
            case NESTED_DEEPLY ->
                    ("{\"host\":" + "[".repeat(random.nextInt(20_000))).getBytes(UTF_8);
            case NOTHING -> random.nextBoolean() ? null : new byte[0];
        };
    }

    /** By filling a template: to print every sample would take longer than to read it. */
    private static String text(HostSample sample) {
        return TEMPLATE.replace(TEMPLATE_HOST, sample.getHost().getId())
                .replace(
                        TEMPLATE_TIME,
                        Instant.ofEpochSecond(sample.getTime().getSeconds()).toString())
                .replace(
                        Long.toString(TEMPLATE_SEQUENCE),
                        Long.toString(sample.getAgent().getSequence()))
                .replace(
                        Double.toString(TEMPLATE_CPU),
                        Double.toString(sample.getCpu().getTotalNormPct()));
    }

    private static String template() {
        HostSample.Builder sample = FULL.toBuilder();
        sample.getHostBuilder().setId(TEMPLATE_HOST).setName(TEMPLATE_HOST);
        sample.getAgentBuilder().setRunId("run").setSequence(TEMPLATE_SEQUENCE);
        sample.getCpuBuilder().setTotalNormPct(TEMPLATE_CPU);
        return SampleCodec.encodeJson(
                sample.setTime(timestamp(Instant.parse(TEMPLATE_TIME).getEpochSecond())).build());
    }

    private static byte[] json(HostSample sample) {
        return text(sample).getBytes(UTF_8);
    }

    private static byte[] flipBits(byte[] value, Random random) {
        for (int i = random.nextInt(8); i >= 0; i--) {
            value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return value;
    }

    private static byte[] cutOff(byte[] value, Random random) {
        return Arrays.copyOf(value, random.nextInt(value.length));
    }

    /** Protobuf merges a message whose fields come again: of single values the last counts. */
    private static byte[] repeatFields(HostSample sample, Random random) {
        byte[] again =
                SampleCodec.encode(
                        random.nextBoolean() ? sample : OddValues.set(sample, 5, random));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(SampleCodec.encode(sample));
        both.write(again, 0, random.nextBoolean() ? again.length : random.nextInt(again.length));
        return both.toByteArray();
    }

    private static HostSample setOddTime(HostSample sample, Random random) {
        long seconds = sample.getTime().getSeconds();
        Timestamp.Builder time =
                switch (random.nextInt(3)) {
                    case 0 -> timestamp(seconds + ODD_SECONDS[random.nextInt(ODD_SECONDS.length)]);
                    case 1 -> timestamp(ODD_TIMES[random.nextInt(ODD_TIMES.length)]);
                    default -> timestamp(seconds).setNanos(random.nextInt());
                };
        return sample.toBuilder().setTime(time).build();
    }

    private static HostSample emptyIds(HostSample sample, Random random) {
        HostSample.Builder builder = sample.toBuilder();
        switch (random.nextInt(6)) {
            case 0 -> builder.clearHost();
            case 1 -> builder.getHostBuilder().clearId();
            case 2 -> builder.getHostBuilder().setId(" \t\u2003");
            case 3 -> builder.getHostBuilder().clearName();
            case 4 -> builder.clearAgent();
            default -> builder.getAgentBuilder().clearRunId().clearSequence();
        }
        return builder.build();
    }

    private static HostSample enlargeText(HostSample sample, Random random) {
        String huge =
                (random.nextBoolean() ? "x" : "\u0000\"\\é").repeat(200 + random.nextInt(2_000));
        HostSample.Builder builder = sample.toBuilder();
        switch (random.nextInt(4)) {
            case 0 -> builder.getHostBuilder().setId(huge);
            case 1 -> builder.getHostBuilder().setName(huge);
            case 2 -> builder.getAgentBuilder().setRunId(huge);
            default -> builder.getFilesystemsBuilder(0).setMountPoint(huge);
        }
        return builder.build();
    }

    private static HostSample setName(HostSample sample, String name) {
        HostSample.Builder builder = sample.toBuilder();
        builder.getHostBuilder().setName(name);
        return builder.build();
    }

    private static HostSample addFilesystems(HostSample sample, int count) {
        HostSample.Builder builder = sample.toBuilder();
        Filesystem filesystem = sample.getFilesystems(0);
        for (int i = 0; i < count; i++) {
            builder.addFilesystems(filesystem.toBuilder().setMountPoint("/" + i));
        }
        return builder.build();
    }

    private static int odd(Random random) {
        return random.nextBoolean() ? 0 : random.nextInt(1_000) - 500;
    }

    private static byte[] randomBytes(Random random) {
        byte[] value = new byte[1 + random.nextInt(600)];
        random.nextBytes(value);
        if (random.nextBoolean()) {
            value[0] = '{';
        }
        return value;
    }

    private static Timestamp.Builder timestamp(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds);
    }
}
