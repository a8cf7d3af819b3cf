package io.hostpulse.simulator.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlappingWatchTest {

    private static final String RULE =
            "{'id':'cpu','name':'CPU','severity':'warning','when':{"
                    + "'metric':'system.cpu.total.norm.pct','above':0.9},"
                    + "'flapping':{'changes':3,'within':'40s'}}";

    @Test
    void anAlertThatComesAndGoesIsOneFlappingAlertUntilItIsQuiet() {
        // changes at 10, 20, 30 and 50 s
        Host host = Host.withCpu(0.5, 0.92, 0.5, 0.92, 0.92, 0.4, 0.3, 0.3, 0.3, 0.3);

        List<ReferenceTransition> flapping =
                host.all(RULE).stream().filter(ReferenceTransition::flapping).toList();

        assertThat(flapping)
                .extracting(
                        each -> Host.seconds(each.timeMillis()),
                        ReferenceTransition::transition,
                        ReferenceTransition::state,
                        ReferenceTransition::cause,
                        ReferenceTransition::alertId,
                        ReferenceTransition::value)
                .containsExactly(
                        tuple(
                                30L,
                                1,
                                AlertState.FIRING,
                                Cause.FLAPPING,
                                "cpu|h||flapping|" + (Host.T0 + 10_000),
                                0.92),
                        tuple(
                                90L,
                                2,
                                AlertState.RESOLVED,
                                Cause.SETTLED,
                                "cpu|h||flapping|" + (Host.T0 + 10_000),
                                0.4));
        assertThat(host.transitions(RULE))
                .containsSubsequence("30s FIRING HELD", "30s FIRING FLAPPING");
    }

    /** It fires for the last time at 50 s and goes on, ever worse, until it has been quiet. */
    @Test
    void theEndKeepsThePeak() {
        Host host = Host.withCpu(0.92, 0.5, 0.93, 0.5, 0.5, 0.94, 0.96, 0.98, 0.98, 0.98, 0.98);

        assertThat(host.all(RULE).stream().filter(ReferenceTransition::flapping))
                .extracting(ReferenceTransition::state, ReferenceTransition::peak)
                .containsExactly(tuple(AlertState.FIRING, 0.93), tuple(AlertState.RESOLVED, 0.93));
    }

    @Test
    void changesThatAreTooFarApartAreNotFlapping() {
        assertThat(Host.withCpu(0.92, 0.92, 0.5, 0.5, 0.5, 0.92, 0.92, 0.5).all(RULE))
                .noneMatch(ReferenceTransition::flapping);
    }

    @Test
    void pendingAndReturningAreNoChanges() {
        String kept = RULE.replace("'flapping'", "'keep_firing_for':'30s','flapping'");
        String pending = RULE.replace("'flapping'", "'for':'30s','flapping'");
        Host host = Host.withCpu(0.92, 0.5, 0.92, 0.5, 0.92, 0.5, 0.92, 0.5);

        assertThat(host.all(kept)).noneMatch(ReferenceTransition::flapping);
        assertThat(host.all(pending)).noneMatch(ReferenceTransition::flapping);
    }

    @Test
    void aRuleMayWantNoneOfThis() {
        String off = RULE.replace("{'changes':3,'within':'40s'}", "'off'");

        assertThat(Host.withCpu(0.5, 0.92, 0.5, 0.92, 0.5, 0.92).all(off))
                .noneMatch(ReferenceTransition::flapping);
    }
}
