package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTextTest {

    @TempDir Path directory;

    private final ProcText text = new ProcText();

    @Test
    void linesAndWordsAreWalkedOver() throws IOException {
        text.load(file("first 12 34kB\n  second:  -5 rest\n"));

        assertThat(text.nextLine()).isTrue();
        assertThat(text.word()).isEqualTo("first");
        assertThat(text.number()).isEqualTo(12);
        assertThat(text.number()).isEqualTo(34);
        assertThat(text.atEndOfLine()).isTrue();
        assertThat(text.word()).isEmpty();
        assertThat(text.nextLine()).isTrue();
        assertThat(text.until(':')).isEqualTo("second");
        assertThat(text.number()).isEqualTo(-5);
        assertThat(text.at(" rest")).isTrue();
        assertThat(text.at(" rest and more")).isFalse();
        assertThat(text.nextLine()).isFalse();
    }

    @Test
    void aNameInParenthesesMayHoldAnything() throws IOException {
        text.load(file("42 (a) (b\nc)\n) (d) S 1\n7 (x\n"));

        assertThat(text.parenthesized()).isEqualTo("a) (b\nc)\n) (d");
        assertThat(text.word()).isEqualTo("S");
        assertThat(text.number()).isEqualTo(1);
    }

    @Test
    void aFieldMayBeEmptyWhereOneSpaceStandsBetweenThem() throws IOException {
        text.load(file("ext4  rw"));
        text.nextLine();

        assertThat(text.word()).isEqualTo("ext4");
        assertThat(text.field()).isEmpty();
        assertThat(text.field()).isEqualTo("rw");
        assertThat(text.field()).isEmpty();
    }

    @Test
    void aFileLargerThanTheBufferIsReadWhole() throws IOException {
        text.load(file("x".repeat(20_000) + "\nlast 7\n"));
        text.nextLine();

        assertThat(text.word()).hasSize(20_000);
        assertThat(text.nextLine()).isTrue();
        assertThat(text.skip(1).number()).isEqualTo(7);
    }

    @Test
    void anEmptyFileHasNoLine() throws IOException {
        assertThat(text.load(file("")).nextLine()).isFalse();
    }

    @Test
    void aMissingLineEndIsNoMatter() throws IOException {
        text.load(file("only 1"));

        assertThat(text.nextLine()).isTrue();
        assertThat(text.skip(1).number()).isEqualTo(1);
        assertThat(text.nextLine()).isFalse();
    }

    @Test
    void aWordInPlaceOfANumberIsAnErrorThatNamesFileAndLine() throws IOException {
        File file = file("key value\n");
        text.load(file).nextLine();

        assertThatThrownBy(() -> text.skip(1).number())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("key value");
    }

    private File file(String content) throws IOException {
        return Files.writeString(directory.resolve("file"), content).toFile();
    }
}
