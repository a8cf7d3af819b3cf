package io.hostpulse.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hostpulse.simulator.host.HostLoad;
import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.host.SeededRandom;
import io.hostpulse.simulator.host.SimulatedHost;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamageTest {

    private static final long CLOCK_MILLIS = 1_772_352_000_000L;

    @ParameterizedTest
    @EnumSource
    void whatIsDamagedIsRefusedForThatReason(Damage damage) {
        HostSample sample =
                new SimulatedHost(HostProfile.of(1, 0), new Random(1), 1000, CLOCK_MILLIS)
                        .sample(CLOCK_MILLIS, new HostLoad(0.3, 0.4, 0.5));

        for (int seed = 0; seed < 200; seed++) {
            MalformedValue malformed = damage.done(sample, SeededRandom.of(seed));
            MalformedSampleException refused =
                    catchThrowableOfType(
                            MalformedSampleException.class,
                            () -> SampleCodec.decode(malformed.value().toByteArray()));

            assertThat(refused).as("seed %d", seed).isNotNull();
            assertThat(refused.category()).as("seed %d", seed).isEqualTo(malformed.category());
        }
    }
}
