package io.hostpulse.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.OperatingSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityReaderTest {

    private final ReadFailures failures = new ReadFailures();
    private String hostname = "web-1";
    private Map<String, String> labels = Map.of("env", "prod");
    private boolean addressesFail;

    @Test
    void anIdentityHasAllItsParts() {
        HostIdentity host = read(reader(Optional.of("Web server")), 1);

        assertThat(host.getId()).isEqualTo("id-1");
        assertThat(host.getName()).isEqualTo("Web server");
        assertThat(host.getHostname()).isEqualTo("web-1");
        assertThat(host.getArchitecture()).isEqualTo("x86_64");
        assertThat(host.getIpList()).containsExactly("192.0.2.1");
        assertThat(host.getMacList()).containsExactly("00-00-5E-00-53-23");
        assertThat(host.getOs().getPlatform()).isEqualTo("debian");
        assertThat(host.getLabelsMap()).containsExactly(Map.entry("env", "prod"));
        assertThat(host.getBootId()).isEqualTo("boot-1");
    }

    @Test
    void withoutANameTheHostGoesByItsOwnAndIsLookedUpOnceAMinute() {
        IdentityReader reader = reader(Optional.empty());
        assertThat(read(reader, 1).getName()).isEqualTo("web-1");
        hostname = "web-2";
        assertThat(read(reader, 30).getName()).isEqualTo("web-1");

        assertThat(read(reader, 62).getName()).isEqualTo("web-2");
    }

    @Test
    void labelsThatChangeAreInTheNextReading() {
        IdentityReader reader = reader(Optional.empty());
        read(reader, 1);
        labels = Map.of("role", "web");

        assertThat(read(reader, 2).getLabelsMap()).containsExactly(Map.entry("role", "web"));
    }

    @Test
    void aPartThatCannotBeReadIsAbsentAndCounted() {
        addressesFail = true;

        HostIdentity host = read(reader(Optional.empty()), 1);

        assertThat(host.getId()).isEqualTo("id-1");
        assertThat(host.getIpList()).isEmpty();
        assertThat(failures.count()).isEqualTo(1);
    }

    @Test
    void aMacHasTheFormOfEcs() {
        byte[] mac = {0x00, 0x00, 0x5E, 0x00, 0x53, 0x23};

        assertThat(NetworkAddresses.formatMac(mac)).isEqualTo("00-00-5E-00-53-23");
    }

    private IdentityReader reader(Optional<String> name) {
        return new IdentityReader(
                new IdentityReader.Sources(
                        "id-1",
                        name,
                        () -> labels,
                        "amd64",
                        () -> hostname,
                        this::addresses,
                        () -> OperatingSystem.newBuilder().setPlatform("debian").build(),
                        () -> Optional.of("boot-1")),
                failures);
    }

    private NetworkAddresses addresses() throws IOException {
        if (addressesFail) {
            throw new IOException("no addresses");
        }
        return new NetworkAddresses(List.of("192.0.2.1"), List.of("00-00-5E-00-53-23"));
    }

    private static HostIdentity read(IdentityReader reader, long second) {
        HostSample.Builder sample = HostSample.newBuilder();
        reader.read(new Reading(second, Duration.ofSeconds(second).toNanos(), 1), sample);
        return sample.getHost();
    }
}
