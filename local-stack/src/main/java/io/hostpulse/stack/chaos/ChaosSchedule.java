package io.hostpulse.stack.chaos;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.chaos.Fault.DeleteRule;
import io.hostpulse.stack.chaos.Fault.FillDisk;
import io.hostpulse.stack.chaos.Fault.Freeze;
import io.hostpulse.stack.chaos.Fault.Kill;
import io.hostpulse.stack.chaos.Fault.PutRule;
import io.hostpulse.stack.chaos.Fault.Rollback;
import io.hostpulse.stack.chaos.Fault.SendGarbage;
import io.hostpulse.stack.chaos.Fault.SetClock;
import io.hostpulse.stack.chaos.Fault.Terminate;
import io.hostpulse.stack.chaos.Fault.Upgrade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What is done to a stack, and when. The same seed and duration make the same schedule.
 *
 * <p>What breaks processes, disks and jobs comes every 8 to 20 s, whether the stack has recovered
 * from the one before or not; each kind has had its turn before one comes again. What a stack has
 * to put up with at any time, garbage, rules and clocks, comes between.
 */
public record ChaosSchedule(long seed, Duration duration, List<TimedFault> faults) {

    /** Hosts whose clocks are set. */
    static final int HOSTS_WITH_CLOCKS = 2;

    private static final Duration FIRST = Duration.ofSeconds(8);

    /** Nothing begins so shortly before the end. */
    private static final Duration LAST = Duration.ofSeconds(15);

    private static final List<Component> KILLED =
            List.of(
                    Component.TASKMANAGER,
                    Component.KAFKA,
                    Component.JOBMANAGER,
                    Component.ELASTICSEARCH,
                    Component.AGENT,
                    Component.ALERTMANAGER);

    public ChaosSchedule {
        faults = List.copyOf(faults);
    }

    /**
     * @throws IllegalArgumentException if the duration leaves no time for a fault
     */
    public static ChaosSchedule of(long seed, Duration duration) {
        if (duration.compareTo(FIRST.plus(LAST).multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "%d s are too short: no fault would come".formatted(duration.toSeconds()));
        }
        List<TimedFault> faults = new ArrayList<>();
        Random random = new Random(seed);
        new Breaking(random).fill(faults, duration);
        fillBetween(faults, random, duration);
        faults.sort(Comparator.comparing(TimedFault::at));
        return new ChaosSchedule(seed, duration, faults);
    }

    private static Duration seconds(Random random, int least, int most) {
        return Duration.ofSeconds(least + random.nextInt(most - least + 1));
    }

    /** Draws what breaks something out of a bag that is filled again when it is empty. */
    private static final class Breaking {
        private final Random random;
        private final List<Supplier<Fault>> bag = new ArrayList<>();
        private boolean isUpgraded;

        Breaking(Random random) {
            this.random = random;
        }

        void fill(List<TimedFault> faults, Duration duration) {
            Duration at = FIRST;
            while (at.compareTo(duration.minus(LAST)) <= 0) {
                Fault fault = next();
                faults.add(new TimedFault(at, fault));
                if (fault instanceof FillDisk fill && fill.disk() == Disk.SPOOL) {
                    // while Kafka takes samples nobody needs the spool
                    faults.add(new TimedFault(at, new Freeze(Component.KAFKA, fill.length())));
                }
                at = at.plus(fault.length()).plus(seconds(random, 8, 20));
            }
        }

        private Fault next() {
            if (bag.isEmpty()) {
                refill();
            }
            return bag.remove(bag.size() - 1).get();
        }

        private void refill() {
            KILLED.forEach(component -> bag.add(() -> new Kill(List.of(component))));
            bag.add(this::killTwo);
            bag.add(() -> new Kill(List.of(Component.TASKMANAGER)));
            for (Component component : KILLED) {
                bag.add(() -> new Freeze(component, seconds(random, 3, 12)));
            }
            for (Component component :
                    List.of(
                            Component.KAFKA,
                            Component.TASKMANAGER,
                            Component.ELASTICSEARCH,
                            Component.AGENT)) {
                bag.add(() -> new Terminate(component));
            }
            for (Disk disk : Disk.values()) {
                bag.add(() -> new FillDisk(disk, seconds(random, 5, 12)));
            }
            for (int i = 0; i < 3; i++) {
                bag.add(this::changeJob);
            }
            Collections.shuffle(bag, random);
        }

        private Fault killTwo() {
            List<Component> drawn = new ArrayList<>(KILLED);
            Collections.shuffle(drawn, random);
            return new Kill(drawn.subList(0, 2));
        }

        private Fault changeJob() {
            boolean isBack = isUpgraded && random.nextBoolean();
            isUpgraded = !isBack;
            return isBack
                    ? new Rollback()
                    : new Upgrade(1 + random.nextInt(2), seconds(random, 5, 12));
        }
    }

    private static void fillBetween(List<TimedFault> faults, Random random, Duration duration) {
        Duration at = FIRST.plus(seconds(random, 0, 4));
        int drawn = random.nextInt(3);
        boolean isRuleThere = false;
        int setClocks = 0;
        while (at.compareTo(duration.minus(LAST)) <= 0) {
            switch (drawn % 3) {
                case 0 ->
                        faults.add(
                                new TimedFault(
                                        at,
                                        new SendGarbage(
                                                random.nextLong(), 5 + random.nextInt(20))));
                case 1 -> {
                    boolean isDeleted = isRuleThere && random.nextInt(3) == 0;
                    isRuleThere = !isDeleted;
                    faults.add(
                            new TimedFault(
                                    at,
                                    isDeleted
                                            ? new DeleteRule()
                                            : new PutRule(0.5 + random.nextInt(40) / 100.0)));
                }
                default -> {
                    setClocks++;
                    faults.add(new TimedFault(at, setClock(random, setClocks)));
                }
            }
            drawn++;
            at = at.plus(seconds(random, 6, 14));
        }
    }

    /**
     * No two of a host differ by whole seconds, so that none of its samples has the time of
     * another, which would be the same document.
     */
    private static SetClock setClock(Random random, int number) {
        int[] limits = {2, 20, 50, 200, 7_200};
        int limit = limits[random.nextInt(limits.length)];
        long aheadMillis = 1_000L * (random.nextInt(2 * limit + 1) - limit) + 7L * number;
        return new SetClock(number % HOSTS_WITH_CLOCKS, Duration.ofMillis(aheadMillis));
    }
}
