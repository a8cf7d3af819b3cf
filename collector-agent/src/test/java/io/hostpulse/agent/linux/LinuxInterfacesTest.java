package io.hostpulse.agent.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.Glob;
import io.hostpulse.agent.read.InterfaceSource.InterfaceCounter;
import io.hostpulse.agent.read.InterfaceSource.InterfaceFigures;
import io.hostpulse.agent.read.NameFilter;
import io.hostpulse.agent.read.NetworkReader;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxInterfacesTest {

    private static final String HEADER =
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            """;

    private final AtomicLong nanoTime = new AtomicLong(Duration.ofHours(1).toNanos());
    private NameFilter filter = NameFilter.DEFAULT;
    private FixtureHost host;
    private LinuxInterfaces interfaces;

    @BeforeEach
    void setUp(@TempDir Path root) throws IOException {
        host = new FixtureHost(root);
        host.write(
                "proc/net/dev",
                HEADER
                        + """
                            lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0
                          eth0: 417795255   11505    1    2    3     4          5         6   873828    7427    7    8    9    10      11         12
                        docker0:1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0
                        """);
        host.makeDirectory("sys/class/net/eth0/device");
        host.write("sys/class/net/eth0/speed", "1000\n");
        host.write("sys/class/net/lo/flags", "0x9\n");
        host.write("sys/class/net/docker0/flags", "0x1003\n");
        interfaces = new LinuxInterfaces(host.proc(), host.sys(), () -> filter, nanoTime::get);
    }

    @Test
    void onlyInterfacesWithADeviceAreRead() throws IOException {
        assertThat(interfaces.read()).extracting(InterfaceFigures::name).containsExactly("eth0");
    }

    @Test
    void aFilterAsksForVirtualOnesByName() throws IOException {
        filter = new NameFilter(List.of(new Glob("docker*"), new Glob("lo")), List.of());

        assertThat(interfaces.read())
                .extracting(InterfaceFigures::name)
                .containsExactly("lo", "docker0");
    }

    @Test
    void whenEveryRealInterfaceIsLeftOutNoVirtualOneTakesItsPlace() throws IOException {
        filter = new NameFilter(List.of(), List.of(new Glob("eth*")));

        assertThat(interfaces.read()).isEmpty();
    }

    @Test
    void theColumnsAreThoseOfTheHeader() throws IOException {
        InterfaceFigures card = interfaces.read().get(0);

        assertThat(card.speedBitsPerSecond()).hasValue(1_000_000_000);
        assertThat(card.counters().values())
                .isEqualTo(
                        Map.of(
                                InterfaceCounter.IN_BYTES, 417795255L,
                                InterfaceCounter.IN_PACKETS, 11505L,
                                InterfaceCounter.IN_ERRORS, 1L,
                                InterfaceCounter.IN_DROPPED, 2L,
                                InterfaceCounter.OUT_BYTES, 873828L,
                                InterfaceCounter.OUT_PACKETS, 7427L,
                                InterfaceCounter.OUT_ERRORS, 7L,
                                InterfaceCounter.OUT_DROPPED, 8L));
    }

    @Test
    void insideAContainerEveryInterfaceThatIsUpCountsButLoopback() throws IOException {
        host.write(
                "proc/net/dev",
                HEADER
                        + """
                            lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0
                          veth: 2 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0
                          tunl: 3 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0
                        """);
        host.write("sys/class/net/veth/flags", "0x1003\n");
        host.write("sys/class/net/tunl/flags", "0x80\n");

        assertThat(interfaces.read()).extracting(InterfaceFigures::name).containsExactly("veth");
    }

    @Test
    void anInterfaceWithoutSpeedHasNone() throws IOException {
        host.write("sys/class/net/eth0/speed", "-1\n");

        assertThat(interfaces.read().get(0).speedBitsPerSecond()).isEmpty();
    }

    @Test
    void aChangedSpeedIsSeenAfterHalfAMinute() throws IOException {
        interfaces.read();
        host.write("sys/class/net/eth0/speed", "100\n");
        assertThat(interfaces.read().get(0).speedBitsPerSecond()).hasValue(1_000_000_000);

        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());

        assertThat(interfaces.read().get(0).speedBitsPerSecond()).hasValue(100_000_000);
    }

    @Test
    void namesThatAreNoUtf8StayApart() throws IOException {
        host.delete("sys/class/net/eth0/device");
        String line = ":1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n";
        Files.write(
                host.proc().resolve("net/dev"),
                (HEADER + "a\u00ff" + line + "a\u00fe" + line + "\u0001a" + line)
                        .getBytes(ISO_8859_1));

        assertThat(interfaces.read())
                .extracting(InterfaceFigures::name)
                .containsExactly("a\\xff", "a\\xfe", "\u0001a");
    }

    @Test
    void anInterfaceThatTakesTheNameOfAnotherIsNoticed() throws IOException {
        interfaces.read();
        host.delete("sys/class/net/eth0/device");
        host.makeDirectory("sys/class/net/docker0/device");

        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());

        assertThat(interfaces.read()).extracting(InterfaceFigures::name).containsExactly("docker0");
    }

    @Test
    void anInterfaceThatIsGoneLeavesTheFiguresOfTheOthersAlone() throws IOException {
        host.makeDirectory("sys/class/net/docker0/device");
        NetworkReader reader = new NetworkReader(interfaces);
        read(reader, 1);
        host.write("proc/net/dev", HEADER + "docker0:1001 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n");

        HostSample without = read(reader, 2);
        assertThat(without.getInterfacesList())
                .singleElement()
                .satisfies(
                        card -> {
                            assertThat(card.getName()).isEqualTo("docker0");
                            assertThat(card.getInBytesPerSec()).isEqualTo(100);
                        });
        assertThat(without.getNetworkSummary().getInBytesPerSec()).isEqualTo(100);
    }

    private static HostSample read(NetworkReader reader, long number) throws IOException {
        HostSample.Builder sample = HostSample.newBuilder();
        long interval = Duration.ofSeconds(10).toNanos();
        reader.read(new Reading(number, number * interval, number == 1 ? 0 : interval), sample);
        return sample.build();
    }
}
