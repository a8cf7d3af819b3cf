package io.hostpulse.simulator.reference;

import static io.hostpulse.simulator.reference.Host.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What clocks that are put back mean, in alerts. */
class ClockStepsTest {

    private static final String FOR_30S =
            "{'id':'cpu','name':'CPU','severity':'warning','for':'30s',"
                    + "'when':{'metric':'system.cpu.total.norm.pct','above':0.9}}";

    @Test
    void whatIsPendingGoesOnOverAStepOfSeconds() {
        Host host = Host.withCpu(0.95, 0.95).cpuFrom(8, 0.95, 0.95);

        assertThat(host.transitions(FOR_30S))
                .containsExactly("0s PENDING BEGAN", "18s FIRING HELD");
    }

    @Test
    void whatIsPendingIsBrokenOffByAStepOfMinutesAndWhatFiresIsResolved() {
        Host host =
                Host.withCpu(NONE)
                        .cpuFrom(300, 0.95, 0.95)
                        .cpuFrom(60, 0.95, 0.95, 0.95, 0.95)
                        .cpuFrom(0, 0.95, 0.5);

        assertThat(host.transitions(FOR_30S))
                .containsExactly(
                        "300s PENDING BEGAN",
                        "60s RESOLVED INTERRUPTED",
                        "60s PENDING BEGAN",
                        "90s FIRING HELD",
                        "10s RESOLVED ENDED");
    }

    @Test
    void timesOfAnAlertAreThoseOfTheClockAsItGoes() {
        List<ReferenceTransition> all =
                Host.withCpu(NONE)
                        .cpuFrom(300, 0.95, 0.95, 0.95, 0.95)
                        .cpuFrom(100, 0.95, 0.5)
                        .all(FOR_30S);

        ReferenceTransition fired = all.get(1);
        ReferenceTransition resolved = all.get(2);
        assertThat(Host.seconds(fired.startedMillis())).isEqualTo(300);
        assertThat(Host.seconds(resolved.startedMillis())).isEqualTo(60);
        assertThat(Host.seconds(resolved.firedMillis())).isEqualTo(90);
        assertThat(Host.seconds(resolved.timeMillis())).isEqualTo(110);
        assertThat(resolved.alertId()).isEqualTo(fired.alertId());
    }
}
