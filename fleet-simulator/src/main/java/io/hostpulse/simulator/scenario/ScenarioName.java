package io.hostpulse.simulator.scenario;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;

/** What people call the scenarios. */
public enum ScenarioName {
    STEADY("steady"),
    CPU_SPIKE("cpu-spike"),
    MEMORY_CLIMB("memory-climb"),
    DISK_FILL("disk-fill"),
    SILENCE("silence"),
    OUT_OF_ORDER("out-of-order"),
    DUPLICATES("duplicates"),
    CLOCK_SKEW("clock-skew"),
    MALFORMED("malformed"),
    CPU_BURSTS("cpu-bursts"),
    FLAPPING("flapping"),
    RESOURCE_SPIKE("resource-spike"),
    THRASH_CASCADE("thrash-cascade"),
    NETWORK_BURST("network-burst"),
    DISK_THRASH("disk-thrash"),
    METRIC_MISSING("metric-missing"),
    DEVICE_UNPLUGGED("device-unplugged"),
    CPU_HOT_PLUG("cpu-hot-plug"),
    BACKLOG("backlog"),
    SHUTDOWN("shutdown"),
    OUT_OF_MEMORY("out-of-memory"),
    CLOCK_STEPS("clock-steps");

    private final String label;

    ScenarioName(String label) {
        this.label = label;
    }

    /** The name as it is typed, such as {@code cpu-spike}. */
    public String label() {
        return label;
    }

    /**
     * The scenario of that label.
     *
     * @throws IllegalArgumentException if there is none; it names those that there are
     */
    public static ScenarioName parse(String label) {
        return Arrays.stream(values())
                .filter(name -> name.label.equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no scenario '"
                                                + label
                                                + "', only "
                                                + Arrays.stream(values())
                                                        .map(ScenarioName::label)
                                                        .collect(joining(", "))));
    }

    @Override
    public String toString() {
        return label;
    }
}
