package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.ContainerSource.ContainerFigures;
import io.hostpulse.agent.read.ContainerSource.ContainerIdentity;
import io.hostpulse.agent.read.ReadFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerStorageTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String OTHER_ID = "fedcba9876543210".repeat(4);
    private static final String STORAGE = "var/lib/containers/storage/overlay-containers/";
    private static final ContainerIdentity WEB =
            new ContainerIdentity(ID, "web", "docker.io/library/nginx:1.25", "podman");
    private static final ContainerIdentity APP =
            new ContainerIdentity(OTHER_ID, "app", "registry/app:2", "cri-o");

    private FixtureHost host;
    private ContainerStorage storage;

    @BeforeEach
    void setUp(@TempDir Path root) {
        host = new FixtureHost(root);
        storage = new ContainerStorage(root);
    }

    @Test
    void podmanTellsNameAndImage() throws IOException {
        host.write(STORAGE + "containers.json", list(podman(OTHER_ID, "db"), podman(ID, "web")));

        assertThat(storage.find(ID)).hasValue(WEB);
        assertThat(storage.find("0".repeat(64))).isEmpty();
    }

    @Test
    void crioTellsWhatKubernetesCallsIt() throws IOException {
        host.write(STORAGE + "volatile-containers.json", list(crio(OTHER_ID, "app")));

        assertThat(storage.find(OTHER_ID)).hasValue(APP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/lib/containers/storage/vfs-containers/containers.json",
                "var/lib/containers/storage/btrfs-containers/volatile-containers.json",
                "run/containers/storage/overlay-containers/volatile-containers.json"
            })
    void everyDriverAndTheStorageThatIsGoneAtBootAreLookedAt(String file) throws IOException {
        host.write(STORAGE + "containers.json", list(podman(OTHER_ID, "db")));
        host.write(file, list(podman(ID, "web")));

        assertThat(storage.find(ID)).hasValue(WEB);
    }

    @Test
    void aContainerWithoutAnImageHasNone() throws IOException {
        host.write(
                STORAGE + "containers.json",
                list(podman(ID, "web").replace("docker.io/library/nginx:1.25", "")));

        assertThat(storage.find(ID)).hasValue(new ContainerIdentity(ID, "web", "", "podman"));
    }

    @Test
    void aListThatWasWrittenAgainIsReadAgain() throws IOException {
        host.write(STORAGE + "containers.json", list(podman(ID, "web")));
        storage.find(ID);
        host.write(
                STORAGE + "containers.json",
                list(podman(ID, "web").replace("\"names\":[\"web\"]", "\"names\":[\"shop\"]")));
        Files.setLastModifiedTime(
                host.root().resolve(STORAGE + "containers.json"), FileTime.fromMillis(1));
        assertThat(storage.find(ID).orElseThrow().name()).isEqualTo("shop");

        host.delete(STORAGE + "containers.json");
        assertThat(storage.find(ID)).isEmpty();
    }

    @Test
    void aListThatIsNoJsonTellsNothing() throws IOException {
        host.write(STORAGE + "containers.json", "[{\"id\":\"" + ID + "\",\"na");

        ContainerMetadata metadata = new ContainerMetadata(host.root());

        assertThat(metadata.describe(new ContainerPath(ID, "podman")))
                .isEqualTo(new ContainerIdentity(ID, "", "", "podman"));
    }

    @Test
    void theScopesOfCgroupVersion2HaveTheirNames() throws IOException {
        writeLists();
        host.write("sys/fs/cgroup/cgroup.controllers", "cpu memory\n")
                .write("sys/fs/cgroup/cgroup.stat", "nr_descendants 4\n");
        for (String scope :
                new String[] {
                    "machine.slice/libpod-" + ID,
                    "machine.slice/libpod-conmon-" + ID,
                    "kubepods.slice/kubepods-pod1.slice/crio-" + OTHER_ID,
                    "kubepods.slice/kubepods-pod1.slice/crio-conmon-" + OTHER_ID
                }) {
            String cgroup = "sys/fs/cgroup/" + scope + ".scope/";
            host.write(cgroup + "cgroup.procs", "")
                    .write(cgroup + "container/cgroup.procs", "")
                    .write(cgroup + "cpu.stat", "usage_usec 1\n");
        }

        assertBothAreFound();
    }

    @Test
    void theScopesOfCgroupVersion1HaveTheirNames() throws IOException {
        writeLists();
        host.write("proc/cgroups", "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t2\t3\t1\n");
        for (String cgroup :
                new String[] {
                    "machine.slice/libpod-" + ID + ".scope",
                    "machine.slice/libpod-conmon-" + ID + ".scope",
                    "kubepods/pod1/crio-" + OTHER_ID,
                    "kubepods/pod1/crio-conmon-" + OTHER_ID
                }) {
            String cpu = "sys/fs/cgroup/cpu,cpuacct/" + cgroup + "/";
            host.write(cpu + "cgroup.procs", "").write(cpu + "cpuacct.usage", "1000\n");
        }

        assertBothAreFound();
    }

    private void assertBothAreFound() throws IOException {
        LinuxContainers containers =
                LinuxContainers.find(host.root(), new ReadFailures(), () -> 0).orElseThrow();

        assertThat(containers.read())
                .extracting(ContainerFigures::identity)
                .containsExactlyInAnyOrder(WEB, APP);
    }

    private void writeLists() throws IOException {
        host.write(STORAGE + "containers.json", list(podman(ID, "web")))
                .write(STORAGE + "volatile-containers.json", list(crio(OTHER_ID, "app")));
    }

    private static String list(String... containers) {
        return "[" + String.join(",", containers) + "]";
    }

    private static String podman(String id, String name) {
        return """
            {"id":"%s","names":["%s"],"image":"b246a3bd35f4","layer":"9f39277496da",
             "metadata":"{\\"image-name\\":\\"docker.io/library/nginx:1.25\\",\
             \\"image-id\\":\\"b246a3bd35f4\\",\\"name\\":\\"%s\\",\
             \\"created-at\\":1700000000}",
             "created":"2026-01-01T12:00:00.5Z","flags":{"MountLabel":"","ProcessLabel":""}}
            """
                .formatted(id, name, name);
    }

    private static String crio(String id, String name) {
        return """
            {"id":"%s","names":["k8s_%s_app-7f9_default_1_0"],"image":"c3","layer":"9f",
             "metadata":"{\\"pod-name\\":\\"k8s_app-7f9_default_1_0\\",\
             \\"pod-id\\":\\"77\\",\
             \\"image-name\\":\\"registry/app:2\\",\
             \\"name\\":\\"k8s_%s_app-7f9_default_1_0\\",\
             \\"metadata-name\\":\\"%s\\",\\"created-at\\":1700000000}",
             "flags":{"Volatile":true}}
            """
                .formatted(id, name, name, name);
    }
}
