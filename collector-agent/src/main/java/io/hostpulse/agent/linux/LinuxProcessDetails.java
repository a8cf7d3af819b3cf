package io.hostpulse.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.agent.read.ProcessTable.ProcessDetails;
import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * More of one process: its owner, command line, shared memory and open files. What seldom changes
 * is kept for some readings, unless the process turns into another program.
 */
final class LinuxProcessDetails {

    /** Longest name that the kernel keeps, see TASK_COMM_LEN. */
    private static final int MAX_KERNEL_NAME_LENGTH = 15;

    /** Enough for any command line that a sample may hold; a process can make its own megabytes. */
    private static final int MAX_COMMAND_LINE_BYTES = 8192;

    private static final int READINGS_KEPT = 30;

    private final ProcText text = new ProcText();
    private final Path proc;
    private final long pageBytes;
    private final UserNames users;
    private final Map<Integer, Traits> kept = new HashMap<>();

    /** What seldom changes. */
    private static final class Traits {

        private final ProcessFigures process;
        private Optional<String> user = Optional.empty();
        private Optional<String> commandLine = Optional.empty();
        private OptionalLong softOpenFileLimit = OptionalLong.empty();
        private OptionalLong hardOpenFileLimit = OptionalLong.empty();
        private int readings;

        Traits(ProcessFigures process) {
            this.process = process;
        }

        boolean fit(ProcessFigures current) {
            return readings++ < READINGS_KEPT
                    && process.generation() == current.generation()
                    && process.name().equals(current.name());
        }
    }

    LinuxProcessDetails(Path proc, long pageBytes, UserNames users) {
        this.proc = proc;
        this.pageBytes = pageBytes;
        this.users = users;
    }

    /** Empty when the process has ended. */
    Optional<ProcessDetails> read(ProcessFigures process) {
        Path directory = proc.resolve(Integer.toString(process.pid()));
        try {
            Traits traits = kept.get(process.pid());
            if (traits == null || !traits.fit(process)) {
                traits = readTraits(process, directory);
                kept.put(process.pid(), traits);
            }
            return Optional.of(
                    new ProcessDetails(
                            fullName(process.name(), traits.commandLine),
                            traits.user,
                            traits.commandLine.map(line -> line.replace('\0', ' ')),
                            sharedBytes(directory),
                            openFiles(directory),
                            traits.softOpenFileLimit,
                            traits.hardOpenFileLimit));
        } catch (IOException ended) {
            kept.remove(process.pid());
            return Optional.empty();
        }
    }

    /** Forgets all but {@code pids}. */
    void retain(Set<Integer> pids) {
        kept.keySet().retainAll(pids);
    }

    private Traits readTraits(ProcessFigures process, Path directory) throws IOException {
        Traits traits = new Traits(process);
        traits.user = user(directory);
        traits.commandLine = commandLine(directory);
        readLimits(directory, traits);
        return traits;
    }

    /** {@code Uid: real effective saved filesystem}: rights depend on the second. */
    private Optional<String> user(Path directory) throws IOException {
        users.refresh();
        text.load(directory.resolve("status").toFile());
        while (text.nextLine()) {
            if (text.at("Uid:")) {
                return Optional.of(users.nameOf(text.skip(2).word()));
            }
        }
        return Optional.empty();
    }

    /** Arguments end with a zero byte each. Threads of the kernel have none. */
    private static Optional<String> commandLine(Path directory) {
        try (InputStream file = new FileInputStream(directory.resolve("cmdline").toFile())) {
            byte[] bytes = file.readNBytes(MAX_COMMAND_LINE_BYTES);
            int end = bytes.length;
            while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == ' ')) {
                end--;
            }
            return end == 0 ? Optional.empty() : Optional.of(new String(bytes, 0, end, UTF_8));
        } catch (IOException notAllowed) {
            return Optional.empty();
        }
    }

    private static String fullName(String name, Optional<String> commandLine) {
        if (name.length() < MAX_KERNEL_NAME_LENGTH || commandLine.isEmpty()) {
            return name;
        }
        String program = commandLine.get().split("\0", 2)[0];
        String fileName = program.substring(program.lastIndexOf('/') + 1);
        return fileName.startsWith(name) ? fileName : name;
    }

    /** The third number of statm, in pages; threads of the kernel have no memory to share. */
    private OptionalLong sharedBytes(Path directory) throws IOException {
        text.load(directory.resolve("statm").toFile());
        return text.nextLine()
                ? OptionalLong.of(text.skip(2).number() * pageBytes)
                : OptionalLong.empty();
    }

    /** Since Linux 6.2 the size of the directory tells the number of its entries. */
    private static OptionalLong openFiles(Path directory) {
        File descriptors = directory.resolve("fd").toFile();
        try {
            long size = Files.size(descriptors.toPath());
            if (size > 0) {
                return OptionalLong.of(size);
            }
            String[] names = descriptors.list();
            return names == null ? OptionalLong.empty() : OptionalLong.of(names.length);
        } catch (IOException notAllowed) {
            return OptionalLong.empty();
        }
    }

    /** {@code Max open files 1024 524288 files}. */
    private void readLimits(Path directory, Traits traits) {
        try {
            text.load(directory.resolve("limits").toFile());
            while (text.nextLine()) {
                if (text.at("Max open files ")) {
                    text.skip(3);
                    traits.softOpenFileLimit = limit(text.word());
                    traits.hardOpenFileLimit = limit(text.word());
                }
            }
        } catch (IOException notAllowed) {
            traits.softOpenFileLimit = OptionalLong.empty();
        }
    }

    private static OptionalLong limit(String word) {
        return word.equals("unlimited")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(word));
    }
}
