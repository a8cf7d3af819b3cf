package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.hostpulse.wire.proto.HostSample;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, there is a sample with an identity or a refusal with its reason, and both can
 * be written again.
 */
class DamagedSampleTest {

    private static final byte[] PROTOBUF = GoldenFile.of("sample.bin").bytes();
    private static final long SEED = 20_260_314;

    private final Map<RefusalCategory, Integer> refusals = new EnumMap<>(RefusalCategory.class);
    private Random random;
    private int accepted;

    @BeforeEach
    void seed() {
        random = new Random(SEED);
    }

    @Test
    void aSampleMayBeCutOffAnywhere() throws Exception {
        for (int length = 0; length < PROTOBUF.length; length++) {
            decode(Arrays.copyOf(PROTOBUF, length));
        }

        assertThat(accepted).isPositive();
        assertThat(refusals)
                .containsOnlyKeys(
                        RefusalCategory.EMPTY,
                        RefusalCategory.MALFORMED_PROTOBUF,
                        RefusalCategory.INVALID_HOST_ID);
    }

    @Test
    void aJsonSampleMayBeCutOffAnywhere() throws Exception {
        byte[] json = json();
        for (int length = 1; length < json.length; length++) {
            decode(Arrays.copyOf(json, length));
        }

        assertThat(accepted).isZero();
        assertThat(refusals).containsOnlyKeys(RefusalCategory.MALFORMED_JSON);
    }

    @Test
    void anyByteOfASampleMayBeWrong() throws Exception {
        for (int position = 0; position < PROTOBUF.length; position++) {
            decode(withFlippedBit(PROTOBUF, position, random.nextInt(Byte.SIZE)));
        }

        assertThat(accepted).isPositive();
        assertThat(refusals)
                .containsKeys(
                        RefusalCategory.MALFORMED_PROTOBUF,
                        RefusalCategory.UNKNOWN_VERSION,
                        RefusalCategory.INVALID_TIME);
    }

    @Test
    void anyByteOfAJsonSampleMayBeWrong() throws Exception {
        byte[] json = json();
        for (int position = 0; position < json.length; position += 3) {
            decode(withFlippedBit(json, position, random.nextInt(Byte.SIZE)));
        }

        assertThat(accepted).isPositive();
        assertThat(refusals)
                .containsKeys(RefusalCategory.MALFORMED_JSON, RefusalCategory.UNKNOWN_VERSION);
    }

    @Test
    void theBytesMayBeRandom() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            byte[] value = new byte[1 + random.nextInt(300)];
            random.nextBytes(value);
            decode(value);
        }

        assertThat(accepted).isZero();
        assertThat(refusals).containsKeys(RefusalCategory.MALFORMED_PROTOBUF);
    }

    @Test
    void theBytesMayBeRandomAfterABeginningLikeJson() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            byte[] value = new byte[1 + random.nextInt(300)];
            random.nextBytes(value);
            value[0] = '{';
            decode(value);
        }

        assertThat(accepted).isZero();
        assertThat(refusals).containsOnlyKeys(RefusalCategory.MALFORMED_JSON);
    }

    @Test
    void piecesOfASampleMayBeInTheWrongPlace() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            byte[] value = PROTOBUF.clone();
            int length = 1 + random.nextInt(200);
            System.arraycopy(
                    PROTOBUF,
                    random.nextInt(PROTOBUF.length - length),
                    value,
                    random.nextInt(PROTOBUF.length - length),
                    length);
            decode(value);
        }

        assertThat(accepted).isPositive();
        assertThat(refusals).containsKeys(RefusalCategory.MALFORMED_PROTOBUF);
    }

    private void decode(byte[] value) throws InvalidProtocolBufferException {
        try {
            HostSample sample = SampleCodec.decode(value);
            accepted++;
            assertThat(sample.getHost().getId()).isNotBlank();
            assertThat(SampleCodec.timeMillis(sample)).isPositive();
            assertThat(HostSample.parseFrom(SampleCodec.encode(sample))).isEqualTo(sample);
            assertThat(UTF_8.newEncoder().canEncode(SampleCodec.encodeJson(sample))).isTrue();
        } catch (MalformedSampleException e) {
            refusals.merge(e.category(), 1, Integer::sum);
            assertThat(e).message().isNotBlank();
            assertThat(UTF_8.newEncoder().canEncode(e.getMessage())).isTrue();
        }
    }

    private static byte[] json() {
        return GoldenFile.of("sample.json").text().strip().getBytes(UTF_8);
    }

    private static byte[] withFlippedBit(byte[] value, int position, int bit) {
        byte[] damaged = value.clone();
        damaged[position] ^= (byte) (1 << bit);
        return damaged;
    }
}
