package io.hostpulse.stack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The commit of a folder that rules were read from. A record in the topic of rules names it in a
 * header: in the rule itself the job would take it for a change, and jobs of earlier releases for a
 * key that is not known.
 *
 * @param hash hexadecimal, in full
 * @param isDirty whether the files were not as the commit has them
 */
public record GitCommit(String hash, boolean isDirty) {

    static final String HEADER = "git.commit";

    private static final int ABBREVIATED_LENGTH = 10;

    /** As {@code git describe --dirty} marks it. */
    private static final String DIRTY = "-dirty";

    private static final Pattern TEXT = Pattern.compile("(\\p{XDigit}{40,64})(" + DIRTY + ")?");

    /** Lines of <a href="https://git-scm.com/docs/git-status">git status, version 2</a>. */
    private static final Pattern HEAD = Pattern.compile("# branch\\.oid (\\p{XDigit}+)");

    private static final Pattern DIFFERENCE = Pattern.compile("[12u?!] .*");

    /**
     * That of the folder's YAML files; what else is changed in the repository does not matter.
     *
     * @throws StackException if there is none, saying why
     */
    public static GitCommit ofFolder(Path folder) {
        List<String> lines = status(folder);
        String hash =
                lines.stream()
                        .map(HEAD::matcher)
                        .filter(Matcher::matches)
                        .map(head -> head.group(1))
                        .findFirst()
                        .orElseThrow(() -> none(folder, "the repository has no commit yet"));
        return new GitCommit(
                hash, lines.stream().anyMatch(line -> DIFFERENCE.matcher(line).matches()));
    }

    /** What the header of a record says; empty if it has none that can be read. */
    static Optional<GitCommit> of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        Matcher text = TEXT.matcher(new String(header.value(), UTF_8));
        return text.matches()
                ? Optional.of(new GitCommit(text.group(1), text.group(2) != null))
                : Optional.empty();
    }

    Header header() {
        return new RecordHeader(HEADER, toString().getBytes(UTF_8));
    }

    /** With as much of the hash as people read. */
    public String abbreviated() {
        return hash.substring(0, Math.min(ABBREVIATED_LENGTH, hash.length()))
                + (isDirty ? DIRTY : "");
    }

    @Override
    public String toString() {
        return hash + (isDirty ? DIRTY : "");
    }

    private static List<String> status(Path folder) {
        ProcessBuilder git =
                new ProcessBuilder(
                                "git",
                                "--no-optional-locks",
                                "-C",
                                folder.toString(),
                                "status",
                                "--porcelain=v2",
                                "--branch",
                                "--untracked-files=all",
                                // what git ignores is read all the same
                                "--ignored",
                                "--",
                                ":(glob)*.yaml",
                                ":(glob)*.yml")
                        .redirectErrorStream(true);
        try {
            Process process = git.start();
            process.getOutputStream().close();
            List<String> lines =
                    new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
            if (process.waitFor() != 0) {
                throw none(folder, "git says " + String.join(" ", lines));
            }
            return lines;
        } catch (IOException e) {
            throw none(folder, "git cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private static StackException none(Path folder, String reason) {
        return new StackException("%s has no commit: %s".formatted(folder, reason));
    }
}
