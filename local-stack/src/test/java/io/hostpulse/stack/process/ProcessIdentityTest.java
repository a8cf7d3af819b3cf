package io.hostpulse.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    @Test
    void aRunningProcessIsAliveAndHasMemory() {
        ProcessIdentity self = identify(ProcessHandle.current().pid());

        assertThat(self.isAlive()).isTrue();
        assertThat(self.residentBytes()).isGreaterThan(1024 * 1024);
    }

    @Test
    void aLaterProcessOfTheSameNumberIsAnother() {
        ProcessIdentity self = identify(ProcessHandle.current().pid());
        ProcessIdentity earlier =
                new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId());
        ProcessIdentity beforeReboot =
                new ProcessIdentity(self.pid(), self.startTicks(), "another boot");

        assertThat(earlier.isAlive()).isFalse();
        assertThat(beforeReboot.isAlive()).isFalse();
    }

    @Test
    void anotherProcessOfTheSameNumberIsNotEnded() throws IOException, InterruptedException {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity actual = identify(sleeper.pid());
        ProcessIdentity earlier =
                new ProcessIdentity(actual.pid(), actual.startTicks() - 1, actual.bootId());

        earlier.terminate();
        earlier.kill();
        assertThat(actual.isAlive()).isTrue();

        actual.kill();
        sleeper.waitFor();
        assertThat(actual.isAlive()).isFalse();
        assertThat(actual.residentBytes()).isZero();
    }

    private static ProcessIdentity identify(long pid) {
        return ProcessIdentity.ofRunning(pid).orElseThrow();
    }
}
