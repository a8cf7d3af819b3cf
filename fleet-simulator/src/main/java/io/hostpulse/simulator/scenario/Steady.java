package io.hostpulse.simulator.scenario;

/** Nothing out of the ordinary: the waves and the noise of a day. */
public record Steady() implements Scenario {}
