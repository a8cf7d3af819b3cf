package io.hostpulse.stack.upgrade;

import java.util.List;

/** Is told what runs, step by step, so that a start after a crash finds the newest state. */
public interface RunningJobs {

    /** A job was stopped, and nothing has followed on it yet. */
    void stopped(SavepointRecord record);

    /** These run now, by their ids, and no others. */
    void are(List<String> jobs);
}
