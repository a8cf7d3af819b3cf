package io.hostpulse.stack.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavepointFolderTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir private Path directory;
    private SavepointFolder folder;

    @BeforeEach
    void open() {
        folder = new SavepointFolder(directory.resolve("savepoints"));
    }

    @Test
    void whatIsWrittenDownIsReadBackNewestFirst() {
        SavepointRecord older = Jobs.savepoint("a", Reason.UPGRADE, "1", NOW);
        SavepointRecord newer = Jobs.savepoint("b", Reason.DOWN, "2", NOW.plusSeconds(1));
        folder.write(older);
        folder.write(newer);

        assertThat(folder.all()).containsExactly(newer, older);
        assertThat(folder.find(older.savepoint())).contains(older);
        assertThat(folder.root().resolve("a.json")).exists();
    }

    @Test
    void anUpgradeThatWasRolledBackIsNoneToGoBackFrom() {
        SavepointRecord first = Jobs.savepoint("a", Reason.UPGRADE, "1", NOW);
        SavepointRecord second = Jobs.savepoint("b", Reason.UPGRADE, "2", NOW.plusSeconds(1));
        SavepointRecord withIt = Jobs.savepoint("c", Reason.UPGRADE, "2", NOW.plusSeconds(2));
        folder.write(first);
        folder.write(second);
        folder.write(withIt);
        assertThat(folder.beforeLastUpgrade()).containsExactly(withIt, second);

        folder.write(second.undone());
        folder.write(withIt.undone());
        assertThat(folder.beforeLastUpgrade()).containsExactly(first);
    }

    @Test
    void aFileThatIsNoRecordIsNamed() throws IOException {
        Files.createDirectories(folder.root());
        Files.writeString(folder.root().resolve("odd.json"), "{}");

        assertThatThrownBy(folder::all)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("odd.json is no record of a savepoint");
    }

    @Test
    void jarsAreKeptByWhatIsInThemForAsLongAsTheyAreNeeded() throws IOException {
        Path jar = Files.writeString(directory.resolve("some.jar"), "one");
        Path one = folder.jars().keep(jar);
        Files.writeString(jar, "two");
        Path two = folder.jars().keep(jar);

        assertThat(folder.jars().keep(jar)).isEqualTo(two).isNotEqualTo(one);
        folder.jars().retain(Set.of(JarArchive.sha256(two)));
        assertThat(one).doesNotExist();
        assertThat(folder.jars().find(JarArchive.sha256(jar))).contains(two);
    }
}
