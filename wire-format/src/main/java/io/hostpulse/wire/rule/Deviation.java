package io.hostpulse.wire.rule;

import io.hostpulse.wire.Metric;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A metric that is far from what is usual for the host.
 *
 * @param sigmas the condition begins when value and mean are more standard deviations apart
 * @param clearSigmas it ends when they are no more than that apart
 * @param warmUp how long a host is watched before anything about it is unusual
 */
public record Deviation(Metric metric, double sigmas, double clearSigmas, Duration warmUp)
        implements Condition {

    @Override
    public Optional<WindowAggregate> over() {
        return Optional.empty();
    }

    @Override
    public Deviation with(OptionalDouble threshold, OptionalDouble clear) {
        double newSigmas = threshold.orElse(sigmas);
        return new Deviation(
                metric,
                newSigmas,
                clear.orElse(clearSigmas == sigmas ? newSigmas : clearSigmas),
                warmUp);
    }
}
