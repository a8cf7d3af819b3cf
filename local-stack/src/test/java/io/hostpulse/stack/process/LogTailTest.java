package io.hostpulse.stack.process;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("a.log");
    }

    @Test
    void theLastLinesAreRead() throws IOException {
        Files.writeString(file, "one\ntwo\nthree\n");

        assertThat(new LogTail(file).lastLines(2)).containsExactly("two", "three");
        assertThat(new LogTail(file).lastLines(9)).containsExactly("one", "two", "three");
        assertThat(new LogTail(file).lastLines(0)).isEmpty();
    }

    @Test
    void aMissingLogHasNoLines() {
        assertThat(new LogTail(file).lastLines(5)).isEmpty();
        assertThat(new LogTail(file).newLines()).isEmpty();
        assertThat(new LogTail(file).lastError()).isEmpty();
    }

    @Test
    void newLinesComeOnceAndWhole() throws IOException {
        Files.writeString(file, "one\n");
        LogTail tail = new LogTail(file);
        tail.lastLines(1);

        Files.writeString(file, "two\nthr", APPEND);
        assertThat(tail.newLines()).containsExactly("two");

        Files.writeString(file, "ee\n", APPEND);
        assertThat(tail.newLines()).containsExactly("three");
        assertThat(tail.newLines()).isEmpty();
    }

    @Test
    void aLogThatWasRolledIsReadFromItsBeginning() throws IOException {
        Files.writeString(file, "a long line of the old log\n");
        LogTail tail = new LogTail(file);
        tail.lastLines(1);

        Files.writeString(file, "new\n");

        assertThat(tail.newLines()).containsExactly("new");
    }

    @Test
    void theLastErrorIsFound() throws IOException {
        Files.writeString(file, "INFO a\nERROR b\nFATAL c\nINFO d\n");

        assertThat(new LogTail(file).lastError()).contains("FATAL c");
    }
}
