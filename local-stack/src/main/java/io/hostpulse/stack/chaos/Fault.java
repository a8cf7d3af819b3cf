package io.hostpulse.stack.chaos;

import static java.util.stream.Collectors.joining;

import io.hostpulse.stack.Component;
import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.util.List;

/** Something that is done to a stack. */
public sealed interface Fault {

    /** In a few words. */
    String describe();

    /** How long it lasts by itself; what it leaves behind takes its own time. */
    default Duration length() {
        return Duration.ZERO;
    }

    /** All at once, without a chance to write anything. */
    record Kill(List<Component> components) implements Fault {

        public Kill {
            components = List.copyOf(components);
        }

        @Override
        public String describe() {
            return "kill " + components.stream().map(Component::title).collect(joining(", "));
        }
    }

    /** Asked to end, as by a package's upgrade. */
    record Terminate(Component component) implements Fault {
        @Override
        public String describe() {
            return "stop " + component.title();
        }
    }

    /** It is there, takes connections, and answers nothing. */
    record Freeze(Component component, Duration length) implements Fault {
        @Override
        public String describe() {
            return "freeze %s for %s".formatted(component.title(), HumanDuration.format(length));
        }
    }

    record FillDisk(Disk disk, Duration length) implements Fault {
        @Override
        public String describe() {
            return "fill %s for %s".formatted(disk.title(), HumanDuration.format(length));
        }
    }

    /**
     * A host's clock is set.
     *
     * @param host which of the hosts whose clocks are set
     * @param ahead of true time from then on; negative: behind
     */
    record SetClock(int host, Duration ahead) implements Fault {
        @Override
        public String describe() {
            return "set the clock of host %d to %s%s %s"
                    .formatted(
                            host,
                            HumanDuration.format(ahead.abs()),
                            ahead.isZero() ? "," : "",
                            ahead.isNegative() ? "behind" : "ahead");
        }
    }

    /** Records that are neither samples nor rules. */
    record SendGarbage(long seed, int records) implements Fault {
        @Override
        public String describe() {
            return "send %d records of garbage".formatted(records);
        }
    }

    /** A rule is added, or changed if it is there. */
    record PutRule(double threshold) implements Fault {
        @Override
        public String describe() {
            return "put a rule about CPU above %.2f".formatted(threshold);
        }
    }

    record DeleteRule() implements Fault {
        @Override
        public String describe() {
            return "delete that rule";
        }
    }

    /** The same jar, started otherwise. */
    record Upgrade(int parallelism, Duration checkpointInterval) implements Fault {
        @Override
        public String describe() {
            return "upgrade to parallelism %d, checkpoints every %s"
                    .formatted(parallelism, HumanDuration.format(checkpointInterval));
        }
    }

    record Rollback() implements Fault {
        @Override
        public String describe() {
            return "roll back";
        }
    }
}
