package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.FilesystemSource.FilesystemFigures;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.FilesystemSummary;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilesystemReaderTest {

    private static final FilesystemFigures ROOT =
            new FilesystemFigures("/", "/dev/vda1", "ext4", 1000, 250, 150, 200, 50);
    private static final FilesystemFigures DATA =
            new FilesystemFigures("/data", "/dev/vdb", "btrfs", 3000, 3000, 3000, 0, 0);

    @Test
    void theUsedShareIsOfWhatOrdinaryUsersCanFill() throws IOException {
        Filesystem root = read(List.of(ROOT)).getFilesystems(0);

        assertThat(root.getMountPoint()).isEqualTo("/");
        assertThat(root.getDeviceName()).isEqualTo("/dev/vda1");
        assertThat(root.getType()).isEqualTo("ext4");
        assertThat(root.getTotal()).isEqualTo(1000);
        assertThat(root.getFree()).isEqualTo(250);
        assertThat(root.getAvailable()).isEqualTo(150);
        assertThat(root.getUsedBytes()).isEqualTo(750);
        assertThat(root.getUsedPct()).isEqualTo(750.0 / 900);
        assertThat(root.getFiles()).isEqualTo(200);
        assertThat(root.getFreeFiles()).isEqualTo(50);
        assertThat(root.getInodesUsedPct()).isEqualTo(0.75);
    }

    @Test
    void aFilesystemWithoutInodesHasNoNumberOfThem() throws IOException {
        Filesystem data = read(List.of(DATA)).getFilesystems(0);

        assertThat(data.hasFiles()).isFalse();
        assertThat(data.hasInodesUsedPct()).isFalse();
        assertThat(data.getUsedPct()).isZero();
    }

    @Test
    void theSummaryAddsUpAllFilesystems() throws IOException {
        FilesystemSummary summary = read(List.of(ROOT, DATA)).getFilesystemSummary();

        assertThat(summary.getCount()).isEqualTo(2);
        assertThat(summary.getTotal()).isEqualTo(4000);
        assertThat(summary.getFree()).isEqualTo(3250);
        assertThat(summary.getUsed()).isEqualTo(750);
        assertThat(summary.getTotalFiles()).isEqualTo(200);
        assertThat(summary.getFullestPct()).isEqualTo(750.0 / 900);
    }

    private static HostSample read(List<FilesystemFigures> filesystems) throws IOException {
        return Readings.read(new FilesystemReader(() -> filesystems), 1);
    }
}
