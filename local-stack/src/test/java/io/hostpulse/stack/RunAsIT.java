package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.stack.process.ShortCommand;
import io.hostpulse.stack.server.CurrentUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root calls works with a stack as the owner of its data. */
class RunAsIT {

    private static final Path LAUNCHER = SourceTree.current().root().resolve("hostpulse");

    @TempDir private Path directory;
    private Path data;

    @BeforeEach
    void letNobodyIn() throws IOException {
        assumeTrue(CurrentUser.isRoot(), "only root becomes somebody else");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = directory.resolve("data");
    }

    @Test
    void theOwnerOfTheDataIsWhoWorksWithIt() throws IOException {
        assumeTrue(
                run(
                                "setpriv",
                                "--reuid=nobody",
                                "--clear-groups",
                                "test",
                                "-r",
                                LAUNCHER.toString())
                        == 0,
                "the tree is root's alone");
        Files.createDirectory(data);
        assertThat(run("chown", "nobody", data.toString())).isZero();

        assertThat(hostpulse("savepoint")).as("nothing runs").isEqualTo(1);

        try (var files = Files.list(data)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(owner(file)).isEqualTo("nobody"));
        }
    }

    @Test
    void dataOfAnotherIsNotTouched() throws IOException {
        Files.createDirectory(data);

        assertThat(hostpulse("up", "--run-as", "nobody")).isEqualTo(1);

        assertThat(output())
                .contains(data + " belongs to root: give nobody another --data-dir, or that one");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aUserWhoDoesNotExistIsNamed() throws IOException {
        assertThat(hostpulse("up", "--run-as", "no-such-user")).isEqualTo(1);

        assertThat(output()).contains("there is no user no-such-user");
        assertThat(data).doesNotExist();
    }

    private int hostpulse(String command, String... options) {
        List<String> words = new ArrayList<>(List.of(LAUNCHER.toString(), command));
        words.addAll(List.of(options));
        words.addAll(List.of("--data-dir", data.toString()));
        return run(words.toArray(String[]::new));
    }

    private int run(String... command) {
        return ShortCommand.run(List.of(command), directory.resolve("output"));
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static String owner(Path file) throws IOException {
        return Files.getOwner(file).getName();
    }
}
