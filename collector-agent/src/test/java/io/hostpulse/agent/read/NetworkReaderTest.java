package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.InterfaceSource.InterfaceCounter;
import io.hostpulse.agent.read.InterfaceSource.InterfaceFigures;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.NetworkInterface;
import io.hostpulse.wire.proto.NetworkSummary;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NetworkReaderTest {

    private List<InterfaceFigures> interfaces = List.of();
    private final AtomicInteger looks = new AtomicInteger();
    private final NetworkReader reader =
            new NetworkReader(
                    () -> {
                        looks.incrementAndGet();
                        return interfaces;
                    });

    @Test
    void allValuesOfAReadingComeFromOneLook() throws IOException {
        interfaces = List.of(card("eth0", 1), card("eth1", 1));

        Readings.read(reader, 1);

        assertThat(looks).hasValue(1);
    }

    @Test
    void everyInterfaceHasCountersRatesAndSpeed() throws IOException {
        interfaces = List.of(card("eth0", 1));
        assertThat(Readings.read(reader, 1).getInterfaces(0).hasInBytesPerSec()).isFalse();
        interfaces = List.of(card("eth0", 3));

        NetworkInterface card = Readings.read(reader, 2).getInterfaces(0);

        assertThat(card.getName()).isEqualTo("eth0");
        assertThat(card.getInBytes()).isEqualTo(3000);
        assertThat(card.getInBytesPerSec()).isEqualTo(200);
        assertThat(card.getInPacketsPerSec()).isEqualTo(20);
        assertThat(card.getInErrorsPerSec()).isEqualTo(0.2);
        assertThat(card.getInDroppedPerSec()).isEqualTo(0.4);
        assertThat(card.getOutBytesPerSec()).isEqualTo(400);
        assertThat(card.getOutPacketsPerSec()).isEqualTo(40);
        assertThat(card.getOutErrorsPerSec()).isEqualTo(0.6);
        assertThat(card.getOutDroppedPerSec()).isEqualTo(0.8);
        assertThat(card.getSpeedBitsPerSec()).isEqualTo(1_000_000_000);
    }

    @Test
    void theSummaryAddsUpAllInterfaces() throws IOException {
        interfaces = List.of(card("eth0", 1), card("eth1", 5));
        assertThat(Readings.read(reader, 1).hasNetworkSummary()).isFalse();
        interfaces = List.of(card("eth0", 2), card("eth1", 7));

        NetworkSummary summary = Readings.read(reader, 2).getNetworkSummary();

        assertThat(summary.getInBytes()).isEqualTo(3000);
        assertThat(summary.getInPackets()).isEqualTo(300);
        assertThat(summary.getOutBytes()).isEqualTo(6000);
        assertThat(summary.getInBytesPerSec()).isEqualTo(300);
        assertThat(summary.getOutBytesPerSec()).isEqualTo(600);
        assertThat(summary.getBytesPerSec()).isEqualTo(900);
        assertThat(summary.getInErrorsPerSec()).isEqualTo(0.3);
        assertThat(summary.getOutDroppedPerSec()).isEqualTo(1.2);
    }

    @Test
    void anInterfaceThatStartsAgainAddsNothingForThatInterval() throws IOException {
        interfaces = List.of(card("eth0", 1), card("eth1", 1000));
        Readings.read(reader, 1);
        interfaces = List.of(card("eth0", 2), card("eth1", 1));

        HostSample sample = Readings.read(reader, 2);

        assertThat(sample.getInterfaces(1).hasInBytesPerSec()).isFalse();
        assertThat(sample.getNetworkSummary().getInBytes()).isEqualTo(1000);
    }

    private static InterfaceFigures card(String name, long amount) {
        Figures<InterfaceCounter> counters =
                new Figures<>(InterfaceCounter.class)
                        .put(InterfaceCounter.IN_BYTES, 1000 * amount)
                        .put(InterfaceCounter.IN_PACKETS, 100 * amount)
                        .put(InterfaceCounter.IN_ERRORS, amount)
                        .put(InterfaceCounter.IN_DROPPED, 2 * amount)
                        .put(InterfaceCounter.OUT_BYTES, 2000 * amount)
                        .put(InterfaceCounter.OUT_PACKETS, 200 * amount)
                        .put(InterfaceCounter.OUT_ERRORS, 3 * amount)
                        .put(InterfaceCounter.OUT_DROPPED, 4 * amount);
        return new InterfaceFigures(name, counters, OptionalLong.of(1_000_000_000));
    }
}
