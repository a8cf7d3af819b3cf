package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.LenientText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of users by their numbers, from /etc/passwd, which is read again when it changes. A number
 * that it does not have, as with users of a directory service or of a container, stays a number.
 */
public final class UserNames {

    private final Path passwd;
    private FileTime readAt = FileTime.fromMillis(0);
    private Map<String, String> names = Map.of();

    public UserNames(Path passwd) {
        this.passwd = passwd;
    }

    public String nameOf(String userId) {
        String name = names.get(userId);
        return name == null ? userId : name;
    }

    /** Looks whether the file has changed. */
    void refresh() {
        try {
            FileTime modified = Files.getLastModifiedTime(passwd);
            if (!modified.equals(readAt)) {
                names = parse();
                readAt = modified;
            }
        } catch (IOException unreadable) {
            names = Map.of();
        }
    }

    private Map<String, String> parse() throws IOException {
        Map<String, String> parsed = new HashMap<>();
        for (String line : LenientText.read(passwd).split("\n")) {
            String[] columns = line.split(":", 4);
            if (columns.length == 4) {
                parsed.putIfAbsent(columns[2], columns[0]);
            }
        }
        return parsed;
    }
}
