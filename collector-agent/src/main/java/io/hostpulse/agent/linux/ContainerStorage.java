package io.hostpulse.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.agent.json.JsonValues;
import io.hostpulse.agent.read.ContainerSource.ContainerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names and images of the containers of podman and CRI-O, from the storage that they share: a
 * directory for every storage driver, such as overlay-containers, lists all containers in
 * containers.json, those that need not outlive a crash in volatile-containers.json. What the
 * runtime itself knows is JSON within the JSON. A user's own podman stores elsewhere.
 */
final class ContainerStorage {

    private static final String DRIVER_SUFFIX = "-containers";
    private static final List<String> LISTS =
            List.of("containers.json", "volatile-containers.json");

    private static final String ID = "/id";
    private static final String NAME = "/names/0";
    private static final String METADATA = "/metadata";
    private static final Set<String> OF_CONTAINER = Set.of(ID, NAME, METADATA);

    private static final String IMAGE = "/image-name";
    private static final String KUBERNETES_NAME = "/metadata-name";
    private static final Set<String> OF_RUNTIME = Set.of(IMAGE, KUBERNETES_NAME);

    private record Listing(FileTime modified, Map<String, ContainerIdentity> containers) {}

    private final List<Path> directories;
    private final Map<Path, Listing> listings = new HashMap<>();

    /**
     * @param root the host's root directory
     */
    ContainerStorage(Path root) {
        this.directories =
                List.of(
                        root.resolve("var/lib/containers/storage"),
                        root.resolve("run/containers/storage"));
    }

    /** A list is read again when it was written again. */
    Optional<ContainerIdentity> find(String id) throws IOException {
        for (Path directory : directories) {
            String[] names = directory.toFile().list();
            for (String name : names == null ? new String[0] : names) {
                if (!name.endsWith(DRIVER_SUFFIX)) {
                    continue;
                }
                for (String list : LISTS) {
                    ContainerIdentity found = read(directory.resolve(name).resolve(list)).get(id);
                    if (found != null) {
                        return Optional.of(found);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, ContainerIdentity> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            listings.remove(file);
            return Map.of();
        }
        FileTime modified = Files.getLastModifiedTime(file);
        Listing known = listings.get(file);
        if (known == null || !known.modified().equals(modified)) {
            known = new Listing(modified, parse(new String(Files.readAllBytes(file), UTF_8)));
            listings.put(file, known);
        }
        return known.containers();
    }

    private static Map<String, ContainerIdentity> parse(String text) throws IOException {
        Map<String, ContainerIdentity> containers = new HashMap<>();
        for (Map<String, String> container : JsonValues.pickFromEach(text, OF_CONTAINER)) {
            String id = container.getOrDefault(ID, "");
            containers.put(id, identify(id, container));
        }
        return containers;
    }

    /** Only CRI-O tells what Kubernetes calls it; only the storage follows podman's renaming. */
    private static ContainerIdentity identify(String id, Map<String, String> container)
            throws IOException {
        Map<String, String> metadata =
                JsonValues.pick(container.getOrDefault(METADATA, ""), OF_RUNTIME);
        String name = container.getOrDefault(NAME, "");
        return new ContainerIdentity(
                id,
                metadata.getOrDefault(KUBERNETES_NAME, name),
                metadata.getOrDefault(IMAGE, ""),
                metadata.containsKey(KUBERNETES_NAME) ? "cri-o" : "podman");
    }
}
