package io.hostpulse.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.DataDirectory;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackLockTest {

    @Test
    void onlyOneHoldsTheLockUntilItIsReleased(@TempDir Path directory) {
        DataDirectory data = new DataDirectory(directory);
        Optional<StackLock> first = StackLock.tryAcquire(data);

        assertThat(first).isPresent();
        assertThat(StackLock.tryAcquire(data)).isEmpty();

        first.get().close();
        Optional<StackLock> second = StackLock.tryAcquire(data);
        assertThat(second).isPresent();
        second.get().close();
    }
}
