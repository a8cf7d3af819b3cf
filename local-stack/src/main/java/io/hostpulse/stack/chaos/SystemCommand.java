package io.hostpulse.stack.chaos;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** A command of the system that takes no time worth mentioning. */
final class SystemCommand {

    private SystemCommand() {}

    /** Whether it has done what it was to do; what it says is of no interest. */
    static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
