package io.hostpulse.agent.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.agent.linux.Statvfs.Space;
import io.hostpulse.agent.read.FilesystemFilter;
import io.hostpulse.agent.read.FilesystemSource.FilesystemFigures;
import io.hostpulse.agent.read.Glob;
import io.hostpulse.agent.read.NameFilter;
import io.hostpulse.agent.read.ReadFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFilesystemsTest {

    private static final Space SPACE = new Space(1000, 500, 400, 100, 90);

    private final ReadFailures failures = new ReadFailures();
    private Statvfs statvfs = mountPoint -> SPACE;
    private FilesystemFilter filter = FilesystemFilter.DEFAULT;
    private Path root = Path.of("/");
    private FixtureHost host;

    @BeforeEach
    void setUp(@TempDir Path root) {
        host = new FixtureHost(root);
    }

    @Test
    void pseudoFilesystemsAndImagesAreLeftOut() throws IOException {
        mounts(
                """
                22 27 0:21 / /proc rw,relatime - proc proc rw
                23 27 0:22 / /sys rw - sysfs sysfs rw
                25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw
                27 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,discard
                28 27 7:1 / /snap/core rw - squashfs /dev/loop1 ro
                29 27 0:30 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
                31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
                32 27 0:40 / /tmp rw,nosuid - tmpfs tmpfs rw
                33 27 0:41 / /image ro,nosuid - tmpfs tmpfs ro
                """);

        assertThat(read()).extracting(FilesystemFigures::mountPoint).containsExactly("/", "/tmp");
    }

    @Test
    void aFilterAsksForMountPointsAndTypesAndFollowsItsChanges() throws IOException {
        mounts(
                """
                25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw
                27 1 254:1 / / rw - ext4 /dev/vda1 rw
                28 27 0:50 / /data/nfs rw - nfs4 server:/export rw
                29 27 254:2 / /data/local rw - xfs /dev/vdb rw
                """);
        LinuxFilesystems filesystems = filesystems();

        assertThat(mountPoints(filesystems)).containsExactly("/", "/data/nfs", "/data/local");
        filter = filter(NameFilter.DEFAULT, exclude("nfs*"));
        assertThat(mountPoints(filesystems)).containsExactly("/", "/data/local");
        filter = filter(NameFilter.DEFAULT, include("tmpfs"));
        assertThat(mountPoints(filesystems)).containsExactly("/dev/shm");
        filter = filter(include("/data/*"), exclude("nfs*"));
        assertThat(mountPoints(filesystems)).containsExactly("/data/local");
    }

    private static FilesystemFilter filter(NameFilter mountPoints, NameFilter types) {
        return new FilesystemFilter(mountPoints, types);
    }

    private static NameFilter include(String glob) {
        return new NameFilter(List.of(new Glob(glob)), List.of());
    }

    private static NameFilter exclude(String glob) {
        return new NameFilter(List.of(), List.of(new Glob(glob)));
    }

    private static List<String> mountPoints(LinuxFilesystems filesystems) throws IOException {
        return filesystems.read().stream().map(FilesystemFigures::mountPoint).toList();
    }

    @Test
    void aFilesystemComesWithItsDeviceTypeAndSpace() throws IOException {
        mounts("27 1 254:1 / / rw,relatime shared:1 master:2 - ext4 /dev/vda1 rw\n");

        assertThat(read())
                .containsExactly(
                        new FilesystemFigures("/", "/dev/vda1", "ext4", 1000, 500, 400, 100, 90));
    }

    @Test
    void aFilesystemThatIsMountedSeveralTimesCountsOnceAtItsShortestPath() throws IOException {
        mounts(
                """
                27 1 254:1 / / rw - ext4 /dev/vda1 rw
                30 27 254:1 /srv /mnt/bind rw - ext4 /dev/vda1 rw
                31 27 0:44 /@home /home rw - btrfs /dev/vdb rw
                32 27 0:45 /@var /var rw - btrfs /dev/vdb rw
                """);

        assertThat(read()).extracting(FilesystemFigures::mountPoint).containsExactly("/", "/var");
    }

    @Test
    void aMountHidesWhatWasMountedAtItsPlaceBefore() throws IOException {
        mounts(
                """
                27 1 254:1 / /data rw - ext4 /dev/vda1 rw
                30 27 254:2 / /data rw - xfs /dev/vdb rw
                """);

        assertThat(read()).extracting(FilesystemFigures::device).containsExactly("/dev/vdb");
    }

    @Test
    void theRootOfAContainerIsItsOverlay() throws IOException {
        mounts("27 1 0:50 / / rw - overlay overlay rw,lowerdir=/x\n");

        assertThat(read()).extracting(FilesystemFigures::mountPoint).containsExactly("/");
    }

    @Test
    void aPathWithASpaceIsWrittenAsItIs() throws IOException {
        mounts("27 1 254:1 / /mnt/my\\040disk\\134 rw - ext4 /dev/vda1 rw\n");

        assertThat(read())
                .extracting(FilesystemFigures::mountPoint)
                .containsExactly("/mnt/my disk\\");
    }

    @Test
    void ofAHostThatIsMountedInAContainerItsOwnMountPointsAreTold() throws IOException {
        root = Path.of("/host");
        mounts(
                """
                20 1 0:50 / / rw - overlay overlay rw,lowerdir=/x
                21 20 0:51 / /dev/shm rw - tmpfs tmpfs rw
                27 20 254:1 / /host ro master:1 - ext4 /dev/vda1 rw
                28 27 254:2 / /host/data ro master:2 - xfs /dev/vdb rw
                29 27 0:60 / /host/run ro master:3 - tmpfs tmpfs rw
                30 27 0:50 / /host/var/lib/docker/overlay2/x/merged ro - overlay overlay rw
                31 20 254:3 / /hostage rw - ext4 /dev/vdc rw
                32 20 254:1 /etc/hosts /etc/hosts rw - ext4 /dev/vda1 rw
                """);
        List<String> queried = new ArrayList<>();
        statvfs =
                path -> {
                    queried.add(path);
                    return SPACE;
                };

        assertThat(read()).extracting(FilesystemFigures::mountPoint).containsExactly("/", "/data");
        assertThat(queried).containsExactly("/host", "/host/data");
    }

    @Test
    void mountsComeAndGo() throws IOException {
        mounts("27 1 254:1 / / rw - ext4 /dev/vda1 rw\n");
        LinuxFilesystems filesystems = filesystems();
        assertThat(filesystems.read()).hasSize(1);
        mounts(
                """
                27 1 254:1 / / rw - ext4 /dev/vda1 rw
                28 1 254:2 / /data rw - ext4 /dev/vdb rw
                """);

        assertThat(filesystems.read())
                .extracting(FilesystemFigures::mountPoint)
                .containsExactly("/", "/data");
    }

    @Test
    void aFilesystemThatDoesNotAnswerIsLeftOutAndTheOthersStay() throws IOException {
        mounts(
                """
                27 1 254:1 / / rw - ext4 /dev/vda1 rw
                28 1 254:2 / /broken rw - ext4 /dev/vdb rw
                """);
        statvfs =
                mountPoint -> {
                    if (mountPoint.equals("/broken")) {
                        throw new IOException("Input/output error");
                    }
                    return SPACE;
                };

        assertThat(read()).extracting(FilesystemFigures::mountPoint).containsExactly("/");
        assertThat(failures.count()).isEqualTo(1);
    }

    private void mounts(String mountinfo) throws IOException {
        host.write("proc/self/mountinfo", mountinfo);
    }

    private LinuxFilesystems filesystems() {
        return new LinuxFilesystems(host.proc(), root, statvfs, () -> filter, failures);
    }

    private List<FilesystemFigures> read() throws IOException {
        return filesystems().read();
    }

    @Test
    void whatTheKernelEscapesOfNamesIsPutBack() throws IOException {
        mounts(
                """
                27 1 0:31 / /mnt/a\\040b\\011c\\012d\\134040\\043e rw - fuse.my\\040fs host:\\043x rw
                28 1 0:32 / /mnt/none rw - xfs  rw,size=1
                29 1 254:3 / /mnt/last rw - ext4 /dev/vdc rw
                """);

        assertThat(read())
                .extracting(
                        FilesystemFigures::mountPoint,
                        FilesystemFigures::type,
                        FilesystemFigures::device)
                .containsExactly(
                        tuple("/mnt/a b\tc\nd\\040#e", "fuse.my fs", "host:#x"),
                        tuple("/mnt/none", "xfs", ""),
                        tuple("/mnt/last", "ext4", "/dev/vdc"));
    }

    @Test
    void mountPointsThatAreNoUtf8StayApart() throws IOException {
        byte[] table =
                "27 1 0:31 / /mnt/\u00ff rw - xfs a rw\n28 1 0:32 / /mnt/\u00fe rw - xfs b rw\n"
                        .getBytes(ISO_8859_1);
        Files.createDirectories(host.proc().resolve("self"));
        Files.write(host.proc().resolve("self/mountinfo"), table);

        assertThat(read())
                .extracting(FilesystemFigures::mountPoint)
                .containsExactly("/mnt/\\xff", "/mnt/\\xfe");
    }

    @Test
    void aFilesystemThatIsUnmountedLeavesTheOthersAlone() throws IOException {
        mounts("27 1 254:1 / / rw - ext4 /dev/vda rw\n28 1 254:2 / /a rw - xfs /dev/vdb rw\n");
        LinuxFilesystems filesystems = filesystems();
        assertThat(mountPoints(filesystems)).containsExactly("/", "/a");

        mounts("28 1 254:2 / /a rw - xfs /dev/vdb rw\n");
        assertThat(mountPoints(filesystems)).containsExactly("/a");
    }
}
