package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.ContainerSource.ContainerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerMetadataTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String DOCKER_FILE = "var/lib/docker/containers/" + ID + "/config.v2.json";
    private static final String CONTAINERD_FILE =
            "run/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID + "/config.json";

    private FixtureHost host;
    private ContainerMetadata metadata;

    @BeforeEach
    void setUp(@TempDir Path root) {
        host = new FixtureHost(root);
        metadata = new ContainerMetadata(root);
    }

    @Test
    void dockerTellsNameAndImageAsTheUserGaveThem() throws IOException {
        host.write(
                DOCKER_FILE,
                """
                {"Config":{"Hostname":"a","Image":"nginx:1.25","Env":["Name=x"]},
                 "State":{"Running":true},"Image":"sha256:1","Name":"/web"}
                """);

        assertThat(describe(""))
                .isEqualTo(new ContainerIdentity(ID, "web", "nginx:1.25", "docker"));
    }

    @Test
    void aRenamedContainerIsReadAgain() throws IOException {
        host.write(DOCKER_FILE, "{\"Name\":\"/web\"}");
        describe("docker");
        host.write(DOCKER_FILE, "{\"Name\":\"/shop\"}");
        Files.setLastModifiedTime(host.root().resolve(DOCKER_FILE), FileTime.fromMillis(1));

        assertThat(describe("docker").name()).isEqualTo("shop");
    }

    @Test
    void containerdTellsWhatKubernetesCallsIt() throws IOException {
        host.write(
                CONTAINERD_FILE,
                """
                {"ociVersion":"1.1.0","annotations":{
                  "io.kubernetes.cri.container-name":"app",
                  "io.kubernetes.cri.image-name":"registry/app:2",
                  "io.kubernetes.cri.sandbox-name":"app-7f9"}}
                """);

        assertThat(describe(""))
                .isEqualTo(new ContainerIdentity(ID, "app", "registry/app:2", "containerd"));
    }

    @Test
    void theContainerThatHoldsAPodTogetherHasThePodsName() throws IOException {
        host.write(
                CONTAINERD_FILE,
                """
                {"annotations":{"io.kubernetes.cri.container-type":"sandbox",
                  "io.kubernetes.cri.sandbox-name":"app-7f9"}}
                """);

        assertThat(describe("containerd").name()).isEqualTo("app-7f9");
    }

    @Test
    void withoutMetadataOnlyIdAndRuntimeAreKnown() {
        assertThat(describe("podman")).isEqualTo(new ContainerIdentity(ID, "", "", "podman"));
    }

    @Test
    void aFileThatIsHalfWrittenTellsNothingYet() throws IOException {
        host.write(DOCKER_FILE, "{\"Name\":\"/we");

        assertThat(describe("docker").name()).isEmpty();

        host.write(DOCKER_FILE, "{\"Name\":\"/web\"}");
        assertThat(describe("docker").name()).isEqualTo("web");
    }

    private ContainerIdentity describe(String runtime) {
        return metadata.describe(new ContainerPath(ID, runtime));
    }
}
