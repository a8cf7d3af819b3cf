package io.hostpulse.simulator.host;

import io.hostpulse.wire.proto.HostSample;

/** Some groups of a sample. Counters in them run on from tick to tick, from 0 at boot. */
interface Readings {

    void write(Tick tick, HostSample.Builder sample);
}
