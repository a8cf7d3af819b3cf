package io.hostpulse.agent.linux;

import java.io.IOException;

/** Counts the TCP sockets of the network namespace, of both protocol versions. */
public interface TcpStateCounter {

    /** States are numbered from 1; see the kernel's tcp_states.h. */
    int STATES = 13;

    /** The number of sockets by the number of their state. */
    int[] countByState() throws IOException;

    /** {@code first} as long as it works, {@code second} for good once it does not. */
    static TcpStateCounter either(TcpStateCounter first, TcpStateCounter second) {
        return new TcpStateCounter() {

            private boolean firstWorks = true;

            @Override
            public int[] countByState() throws IOException {
                if (firstWorks) {
                    try {
                        return first.countByState();
                    } catch (IOException | LinkageError e) {
                        firstWorks = false;
                    }
                }
                return second.countByState();
            }
        };
    }
}
