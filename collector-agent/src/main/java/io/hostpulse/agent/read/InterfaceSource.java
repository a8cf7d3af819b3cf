package io.hostpulse.agent.read;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** The network interfaces of a host. */
public interface InterfaceSource {

    /** What an interface counts since boot. */
    enum InterfaceCounter {
        IN_BYTES,
        IN_PACKETS,
        IN_ERRORS,
        IN_DROPPED,
        OUT_BYTES,
        OUT_PACKETS,
        OUT_ERRORS,
        OUT_DROPPED
    }

    /**
     * One interface.
     *
     * @param speedBitsPerSecond nominal speed of the link
     */
    record InterfaceFigures(
            String name, Figures<InterfaceCounter> counters, OptionalLong speedBitsPerSecond) {}

    /** Every interface that carries the host's own traffic; loopback and virtual ones left out. */
    List<InterfaceFigures> read() throws IOException;
}
