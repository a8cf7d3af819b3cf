package io.hostpulse.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What kustomize makes of deploy/kubernetes. */
final class KubernetesFiles {

    static final List<String> OVERLAYS = List.of("hosts-100", "hosts-10000");

    private static final Pattern KUSTOMIZE_5 =
            Pattern.compile("Kustomize Version: v([5-9]|\\d\\d)");

    private static final Map<String, List<JsonNode>> BUILT = new ConcurrentHashMap<>();

    private KubernetesFiles() {}

    /** Debian's kubectl has a kustomize that is too old for these files. */
    private static boolean kustomizeIsInstalled() {
        try {
            Process process =
                    new ProcessBuilder("kubectl", "version", "--client")
                            .redirectErrorStream(true)
                            .start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return KUSTOMIZE_5.matcher(answer).find();
        } catch (IOException e) {
            return false;
        }
    }

    /** The resources of an overlay; without kustomize those of the files as they are. */
    static List<JsonNode> build(String overlay) {
        return BUILT.computeIfAbsent(
                overlay, it -> kustomizeIsInstalled() ? kustomize(it) : unpatched());
    }

    private static List<JsonNode> kustomize(String overlay) {
        try {
            Process process =
                    new ProcessBuilder(
                                    "kubectl",
                                    "kustomize",
                                    SourceFiles.path("deploy/kubernetes/overlays/" + overlay)
                                            .toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("kustomize refuses " + overlay);
            }
            return SourceFiles.documents(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<JsonNode> unpatched() {
        return SourceFiles.strings(
                        SourceFiles.yaml("deploy/kubernetes/base/kustomization.yaml")
                                .get("resources"))
                .stream()
                .filter(file -> file.endsWith(".yaml"))
                .flatMap(
                        file ->
                                SourceFiles.documents(
                                        SourceFiles.read("deploy/kubernetes/base/" + file))
                                        .stream())
                .flatMap(KubernetesFiles::items)
                .toList();
    }

    /** What is in a list, as kustomize takes it out. */
    private static Stream<JsonNode> items(JsonNode resource) {
        return resource.get("kind").asText().equals("List")
                ? StreamSupport.stream(resource.get("items").spliterator(), false)
                : Stream.of(resource);
    }

    /** The jobs of an overlay, by name. */
    static Map<String, JsonNode> jobs(String overlay) {
        Map<String, JsonNode> jobs = new TreeMap<>();
        build(overlay).stream()
                .filter(it -> it.get("kind").asText().equals("FlinkDeployment"))
                .forEach(it -> jobs.put(it.at("/metadata/name").asText(), it.get("spec")));
        return jobs;
    }
}
