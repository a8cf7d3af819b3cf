package io.hostpulse.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.agent.json.JsonValues;
import io.hostpulse.agent.read.ContainerSource.ContainerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names and images of containers, from the files of Docker, from the runtime specifications that
 * containerd writes with the annotations of Kubernetes, and from the storage of podman and CRI-O.
 * Mostly root alone may read them.
 */
final class ContainerMetadata {

    private static final String DOCKER_NAME = "/Name";
    private static final String DOCKER_IMAGE = "/Config/Image";
    private static final Set<String> DOCKER = Set.of(DOCKER_NAME, DOCKER_IMAGE);

    private static final String CRI_CONTAINER = "/annotations/io.kubernetes.cri.container-name";
    private static final String CRI_SANDBOX = "/annotations/io.kubernetes.cri.sandbox-name";
    private static final String CRI_IMAGE = "/annotations/io.kubernetes.cri.image-name";
    private static final String NERDCTL_NAME = "/annotations/nerdctl~1name";
    private static final Set<String> CONTAINERD =
            Set.of(CRI_CONTAINER, CRI_SANDBOX, CRI_IMAGE, NERDCTL_NAME);

    private record Described(FileTime modified, ContainerIdentity identity) {}

    private final Path docker;
    private final Path containerd;
    private final ContainerStorage storage;
    private final Map<String, Described> described = new HashMap<>();

    /**
     * @param root the host's root directory
     */
    ContainerMetadata(Path root) {
        this.docker = root.resolve("var/lib/docker/containers");
        this.containerd = root.resolve("run/containerd/io.containerd.runtime.v2.task");
        this.storage = new ContainerStorage(root);
    }

    /** What is known of the container; a file is read again when it was written again. */
    ContainerIdentity describe(ContainerPath container) {
        ContainerIdentity unknown =
                new ContainerIdentity(container.id(), "", "", container.runtime());
        Path file = docker.resolve(container.id()).resolve("config.v2.json");
        try {
            if (Files.exists(file)) {
                return describe(container.id(), file, ContainerMetadata::ofDocker);
            }
            Optional<Path> bundle = bundleOf(container.id());
            return bundle.isPresent()
                    ? describe(container.id(), bundle.get(), ContainerMetadata::ofContainerd)
                    : storage.find(container.id()).orElse(unknown);
        } catch (IOException notReadable) {
            return unknown;
        }
    }

    /** Forgets all but {@code ids}. */
    void retain(Collection<String> ids) {
        described.keySet().retainAll(ids);
    }

    private interface Format {
        ContainerIdentity read(String id, String text) throws IOException;
    }

    private ContainerIdentity describe(String id, Path file, Format format) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Described known = described.get(id);
        if (known == null || !known.modified().equals(modified)) {
            known =
                    new Described(
                            modified, format.read(id, new String(Files.readAllBytes(file), UTF_8)));
            described.put(id, known);
        }
        return known.identity();
    }

    /** Containerd has a directory for every namespace, such as k8s.io. */
    private Optional<Path> bundleOf(String id) {
        String[] namespaces = containerd.toFile().list();
        for (String namespace : namespaces == null ? new String[0] : namespaces) {
            Path file = containerd.resolve(namespace).resolve(id).resolve("config.json");
            if (Files.exists(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static ContainerIdentity ofDocker(String id, String text) throws IOException {
        Map<String, String> values = JsonValues.pick(text, DOCKER);
        String name = values.getOrDefault(DOCKER_NAME, "");
        return new ContainerIdentity(
                id,
                name.startsWith("/") ? name.substring(1) : name,
                values.getOrDefault(DOCKER_IMAGE, ""),
                "docker");
    }

    /** The container that holds a pod's namespaces has the name of the pod. */
    private static ContainerIdentity ofContainerd(String id, String text) throws IOException {
        Map<String, String> values = JsonValues.pick(text, CONTAINERD);
        String nerdctl = values.getOrDefault(NERDCTL_NAME, "");
        String pod = values.getOrDefault(CRI_SANDBOX, nerdctl);
        return new ContainerIdentity(
                id,
                values.getOrDefault(CRI_CONTAINER, pod),
                values.getOrDefault(CRI_IMAGE, ""),
                "containerd");
    }
}
