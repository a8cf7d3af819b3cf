package io.hostpulse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DockerfileTest {

    private static final String FILE = "deploy/docker/Dockerfile";

    @Test
    void whatIsCopiedIsInTheTreeOrIsMadeByTheBuild() throws IOException {
        for (String[] copy : copies()) {
            String source = copy[0].replaceFirst("^/hostpulse/", "");
            if (source.equals(".")) {
                continue;
            }
            Path folder = SourceFiles.path(source).getParent();
            PathMatcher matcher =
                    FileSystems.getDefault().getPathMatcher("glob:" + SourceFiles.path(source));
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.filter(matcher::matches)).as(source).hasSize(1);
            }
        }
    }

    @Test
    void whatServicesStartIsInTheirImages() {
        Map<String, String> sourceByTarget = new TreeMap<>();
        copies().forEach(copy -> sourceByTarget.put(copy[1], copy[0]));
        List<String> started = new ArrayList<>();
        ComposeFiles.services(ComposeFiles.PLAIN).values().forEach(it -> addStarted(it, started));
        ComposeFiles.services(ComposeFiles.TLS).values().forEach(it -> addStarted(it, started));
        KubernetesFiles.build("hosts-100").forEach(it -> addStarted(it, started));

        assertThat(started).hasSizeGreaterThan(8);
        for (String file : started) {
            String target =
                    sourceByTarget.keySet().stream()
                            .filter(it -> file.equals(it) || file.startsWith(it + "/"))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no image has " + file));
            Path source =
                    SourceFiles.path(sourceByTarget.get(target) + file.substring(target.length()));
            assertThat(source).as(file).exists();
            if (file.endsWith(".sh")) {
                assertThat(source).isExecutable();
            }
        }
    }

    /** Absolute paths below /opt/hostpulse, wherever they stand. */
    private static void addStarted(JsonNode tree, List<String> started) {
        SourceFiles.texts(tree)
                .map(text -> text.replaceFirst("^--[a-z-]+=", ""))
                .filter(text -> text.startsWith("/opt/hostpulse/"))
                .forEach(started::add);
    }

    /** Source and target of each COPY. */
    private static List<String[]> copies() {
        return SourceFiles.read(FILE)
                .lines()
                .filter(line -> line.startsWith("COPY "))
                .map(line -> line.replaceAll(" --[a-z]+=[^ ]+", "").substring(5).split(" "))
                .toList();
    }
}
