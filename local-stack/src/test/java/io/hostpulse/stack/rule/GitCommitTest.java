package io.hostpulse.stack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.server.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {

    private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

    @TempDir private Path repository;

    @BeforeAll
    static void requireGit() {
        assumeTrue(SearchPath.ofEnvironment().find("git").isPresent(), "git is installed");
    }

    @Test
    void theFilesAreAsTheCommitHasThemWhateverElseIsChanged() throws Exception {
        Path rules = commitRules();
        Files.writeString(repository.resolve("README"), "changed");
        Files.writeString(rules.resolve("notes.txt"), "new");

        assertThat(GitCommit.ofFolder(rules))
                .isEqualTo(new GitCommit(git("rev-parse", "HEAD"), false));
    }

    @Test
    void aFileThatIsChangedNewIgnoredOrGoneMakesTheFolderDirty() throws Exception {
        Path rules = commitRules();
        assertThat(GitCommit.ofFolder(rules).isDirty()).isFalse();

        Files.writeString(rules.resolve("a.yaml"), "changed");
        assertThat(GitCommit.ofFolder(rules).isDirty()).isTrue();

        git("checkout", "--", ".");
        Files.writeString(rules.resolve("new.yml"), "new");
        assertThat(GitCommit.ofFolder(rules).isDirty()).isTrue();

        Files.move(rules.resolve("new.yml"), rules.resolve("ignored.yaml"));
        assertThat(GitCommit.ofFolder(rules).isDirty()).isTrue();

        Files.delete(rules.resolve("ignored.yaml"));
        Files.delete(rules.resolve("a.yaml"));
        assertThat(GitCommit.ofFolder(rules).isDirty()).isTrue();
    }

    @Test
    void whereThereIsNoCommitTheReasonIsSaid() throws Exception {
        Path empty = Files.createDirectory(repository.resolve("empty"));
        assertThatThrownBy(() -> GitCommit.ofFolder(repository.resolve("none")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("none has no commit: git says ");

        git("init", "--quiet");
        assertThatThrownBy(() -> GitCommit.ofFolder(empty))
                .isInstanceOf(StackException.class)
                .hasMessage(empty + " has no commit: the repository has no commit yet");
    }

    @Test
    void aHeaderSaysTheCommitAndWhetherTheFilesWereDirty() {
        for (GitCommit commit : List.of(new GitCommit(HASH, false), new GitCommit(HASH, true))) {
            assertThat(GitCommit.of(new RecordHeaders(List.of(commit.header()))))
                    .isEqualTo(Optional.of(commit));
        }
        assertThat(new GitCommit(HASH, true).header().value())
                .asString(UTF_8)
                .isEqualTo(HASH + "-dirty");
        assertThat(new GitCommit(HASH, true).abbreviated()).isEqualTo("0123456789-dirty");
    }

    @Test
    void aHeaderOfAStrangerIsNone() {
        assertThat(GitCommit.of(new RecordHeaders())).isEmpty();
        assertThat(GitCommit.of(new RecordHeaders().add(GitCommit.HEADER, null))).isEmpty();
        assertThat(GitCommit.of(new RecordHeaders().add(GitCommit.HEADER, "main".getBytes(UTF_8))))
                .isEmpty();
    }

    private Path commitRules() throws Exception {
        Path rules = Files.createDirectory(repository.resolve("rules"));
        Files.writeString(rules.resolve("a.yaml"), "rule");
        Files.writeString(repository.resolve("README"), "readme");
        Files.writeString(repository.resolve(".gitignore"), "ignored.yaml\n");
        git("init", "--quiet");
        git("add", ".");
        git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Rules");
        return rules;
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
