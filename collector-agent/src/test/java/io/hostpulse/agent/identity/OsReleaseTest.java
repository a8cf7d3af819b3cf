package io.hostpulse.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.proto.OperatingSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsReleaseTest {

    @TempDir Path directory;

    @Test
    void fieldsAreThoseOfEcs() throws IOException {
        OperatingSystem os =
                read(
                        """
                        PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                        NAME="Debian GNU/Linux"
                        VERSION_ID="12"
                        VERSION="12 (bookworm)"
                        ID=debian
                        """);

        assertThat(os)
                .isEqualTo(
                        OperatingSystem.newBuilder()
                                .setType("linux")
                                .setPlatform("debian")
                                .setFamily("debian")
                                .setName("Debian GNU/Linux")
                                .setVersion("12")
                                .setKernel("6.1.0")
                                .build());
    }

    @Test
    void theFamilyIsTheClosestRelative() throws IOException {
        assertThat(read("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n").getFamily())
                .isEqualTo("debian");
        assertThat(read("ID='rocky'\nID_LIKE='rhel centos fedora'\n").getFamily())
                .isEqualTo("redhat");
        assertThat(read("ID=fedora\n").getFamily()).isEqualTo("redhat");
        assertThat(read("ID=alpine\n").getFamily()).isEqualTo("alpine");
    }

    @Test
    void anEmptyFileIsSomeLinux() throws IOException {
        OperatingSystem os = read("\n# nothing\n");

        assertThat(os.getPlatform()).isEqualTo("linux");
        assertThat(os.getName()).isEqualTo("Linux");
        assertThat(os.getVersion()).isEmpty();
    }

    private OperatingSystem read(String content) throws IOException {
        return OsRelease.read(Files.writeString(directory.resolve("os-release"), content), "6.1.0");
    }
}
