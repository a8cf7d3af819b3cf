package io.hostpulse.kibana;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of saved objects, in the order in which they are written: what others refer to first.
 *
 * <p>The versions are those of Kibana 8.12. An older Kibana refuses them, a newer one migrates
 * them.
 */
enum ObjectType {
    DATA_VIEW("index-pattern", "7.11.0", "data-views"),
    SEARCH("search", "7.9.3", "searches"),
    DASHBOARD("dashboard", "8.9.0", "dashboards");

    private final String id;
    private final String migrationVersion;
    private final String directory;

    ObjectType(String id, String migrationVersion, String directory) {
        this.id = id;
        this.migrationVersion = migrationVersion;
        this.directory = directory;
    }

    /** As Kibana names it. */
    String id() {
        return id;
    }

    /** The newest version of the type's format that Kibana 8.12 knows. */
    String migrationVersion() {
        return migrationVersion;
    }

    /** Where its files are, below the directory of all objects. */
    String directory() {
        return directory;
    }

    static String knownIds() {
        return Stream.of(values()).map(ObjectType::id).collect(Collectors.joining(", "));
    }
}
