package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;

/** Reads one subject of the host, such as its disks, into a sample. */
public interface GroupReader {

    /** Name of the subject, as warnings have it. */
    String subject();

    /**
     * Adds what can be read now to {@code sample}. Called on one thread, once a reading, so that
     * all values of a group come from one look at the host.
     *
     * @throws IOException if nothing of the subject can be read now
     */
    void read(Reading reading, HostSample.Builder sample) throws IOException;
}
