package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.LenientText;
import io.hostpulse.agent.read.ProcessTable.ProcessDetails;
import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    private static final int MAX_KERNEL_NAME_BYTES = 15;

    /** Of a file, see NAME_MAX. */
    private static final int MAX_FILE_NAME_BYTES = 255;

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
        private String name = "";
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
                            traits.name,
                            traits.user,
                            traits.commandLine,
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
        byte[] commandLine = commandLine(directory);
        traits.name = name(process, commandLine);
        if (commandLine.length > 0) {
            String text = LenientText.decode(commandLine, 0, commandLine.length);
            traits.commandLine = Optional.of(text.replace('\0', ' '));
        }
        readLimits(directory, traits);
        return traits;
    }

    /**
     * {@code Uid: real effective saved filesystem}: rights depend on the second. The last such line
     * is the kernel's own, whatever the name of the process makes of the first ones.
     */
    private Optional<String> user(Path directory) throws IOException {
        users.refresh();
        Optional<String> userId = Optional.empty();
        text.load(directory.resolve("status").toFile());
        while (text.nextLine()) {
            if (text.at("Uid:")) {
                userId = Optional.of(text.skip(2).word());
            }
        }
        return userId.map(users::nameOf);
    }

    /** Arguments end with a zero byte each. Threads of the kernel have none. */
    private static byte[] commandLine(Path directory) {
        try (InputStream file = new FileInputStream(directory.resolve("cmdline").toFile())) {
            byte[] bytes = file.readNBytes(MAX_COMMAND_LINE_BYTES);
            int end = bytes.length;
            while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == ' ')) {
                end--;
            }
            return Arrays.copyOf(bytes, end);
        } catch (IOException notAllowed) {
            return new byte[0];
        }
    }

    /**
     * The kernel's name, completed from the command line where it is cut short; the program's where
     * the process has set its own to nothing that one could see.
     */
    private static String name(ProcessFigures process, byte[] commandLine) {
        int end = 0;
        int start = 0;
        while (end < commandLine.length && commandLine[end] != 0) {
            if (commandLine[end++] == '/') {
                start = end;
            }
        }
        int length = Math.min(end - start, MAX_FILE_NAME_BYTES);
        String program = LenientText.decode(commandLine, start, length);
        if (process.name().isBlank()) {
            return program.isBlank() ? "pid " + process.pid() : program;
        }
        boolean isCut =
                length > MAX_KERNEL_NAME_BYTES
                        && process.name()
                                .equals(
                                        LenientText.decode(
                                                commandLine, start, MAX_KERNEL_NAME_BYTES));
        return isCut ? program : process.name();
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
