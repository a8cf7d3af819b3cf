package io.hostpulse.stack.chaos;

import io.hostpulse.stack.chaos.Fault.DeleteRule;
import io.hostpulse.stack.chaos.Fault.PutRule;
import io.hostpulse.stack.chaos.Fault.SendGarbage;
import io.hostpulse.stack.chaos.Fault.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells when a stack is whole again. */
final class Recovery {

    /** What was killed may take a moment to be gone. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final StackWatch watch;
    private final ChaosLog log;
    private Optional<Instant> brokenSince = Optional.empty();

    Recovery(StackWatch watch, ChaosLog log) {
        this.watch = watch;
        this.log = log;
    }

    /** A fault was done, of which the stack has to recover unless it takes it as it comes. */
    void broken(Fault fault) {
        boolean isTaken =
                fault instanceof SendGarbage
                        || fault instanceof PutRule
                        || fault instanceof DeleteRule
                        || fault instanceof SetClock;
        if (!isTaken && brokenSince.isEmpty()) {
            brokenSince = Optional.of(Instant.now());
        }
    }

    /**
     * @param isBusy whether something is just being broken
     */
    void look(boolean isBusy) {
        if (brokenSince.isEmpty() || isBusy || since().compareTo(LEAST) < 0) {
            return;
        }
        if (watch.findTrouble().isEmpty()) {
            log.tell("whole again after %d s".formatted(since().toSeconds()));
            brokenSince = Optional.empty();
        }
    }

    private Duration since() {
        return Duration.between(brokenSince.orElseThrow(), Instant.now());
    }
}
