package io.hostpulse.agent.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadFailuresTest {

    private final ReadFailures failures = new ReadFailures();
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void catchTheLog() {
        System.setErr(new PrintStream(log, true, UTF_8));
    }

    @AfterEach
    void releaseTheLog() {
        System.setErr(standardError);
    }

    @Test
    void everyFailureIsCountedAndSaidOnce() {
        for (int i = 0; i < 3; i++) {
            assertThat(failures.attempt("disks", ReadFailuresTest::fail)).isEmpty();
        }

        assertThat(failures.count()).isEqualTo(3);
        assertThat(log.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("WARN", "disks", "the disk is gone");
    }

    @Test
    void theEndOfFailureIsSaidOnceAndTheNextOneAgain() {
        failures.attempt("disks", ReadFailuresTest::fail);
        assertThat(failures.attempt("disks", () -> 1)).hasValue(1);
        failures.attempt("disks", () -> 1);
        failures.attempt("disks", ReadFailuresTest::fail);

        assertThat(failures.count()).isEqualTo(2);
        assertThat(log.toString(UTF_8).lines())
                .hasSize(3)
                .element(1)
                .asString()
                .contains("INFO", "can be read again");
    }

    @Test
    void aBrokenNativeLibraryIsAFailureLikeAnyOther() {
        assertThat(
                        failures.attempt(
                                "sensors",
                                () -> {
                                    throw new UnsatisfiedLinkError("no library");
                                }))
                .isEmpty();

        assertThat(failures.count()).isEqualTo(1);
    }

    @Test
    void aGroupKeepsItsCountWhenItCanBeReadAgain() {
        failures.attemptGroup("disks", "disks", ReadFailuresTest::fail);
        failures.attemptGroup("disks", "disks", () -> 1);
        assertThat(failures.countByGroup()).containsExactly(Map.entry("disks", 1L));

        failures.attemptGroup("disks", "disks", ReadFailuresTest::fail);
        assertThat(failures.countByGroup()).containsExactly(Map.entry("disks", 2L));
    }

    @Test
    void aValueThatFailsCountsForTheGroupThatIsRead() {
        Optional<Integer> found =
                failures.attemptGroup(
                        "filesystems",
                        "filesystems",
                        () ->
                                failures.attempt("filesystem /data", ReadFailuresTest::fail)
                                        .orElse(0));
        failures.attempt("something else", ReadFailuresTest::fail);

        assertThat(found).hasValue(0);
        assertThat(failures.countByGroup()).containsExactly(Map.entry("filesystems", 1L));
        assertThat(failures.count()).isEqualTo(2);
    }

    private static Integer fail() throws IOException {
        throw new IOException("the disk is gone");
    }
}
