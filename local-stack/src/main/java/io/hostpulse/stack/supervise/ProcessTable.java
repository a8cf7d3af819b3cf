package io.hostpulse.stack.supervise;

import io.hostpulse.stack.process.RunRecord;
import java.util.List;

/** The processes that a supervisor looks after. */
interface ProcessTable {

    /** All that were started and not stopped, in the order in which they are started. */
    List<RunRecord> all();

    boolean isAlive(RunRecord record);

    /** Why it has ended. */
    String causeOfEnd(RunRecord ended);

    /**
     * Whether it was a command that has left a server behind, as it was meant to: that is the
     * process from now on.
     */
    boolean isSucceeded(RunRecord ended);

    /**
     * Starts again what has ended.
     *
     * @throws io.hostpulse.stack.StackException if it does not even start
     */
    void restart(RunRecord ended);

    /** Ends it at once, with all that it has started. */
    void kill(RunRecord record);

    /**
     * Does some work while no command starts or stops processes; not at all if one does.
     *
     * @return whether it was done
     */
    boolean undisturbed(Runnable work);
}
