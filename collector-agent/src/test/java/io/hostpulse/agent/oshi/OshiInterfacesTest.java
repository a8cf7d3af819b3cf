package io.hostpulse.agent.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.Glob;
import io.hostpulse.agent.read.InterfaceSource.InterfaceCounter;
import io.hostpulse.agent.read.NameFilter;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import oshi.hardware.NetworkIF;

class OshiInterfacesTest {

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger listings = new AtomicInteger();
    private final ScriptedCard card = new ScriptedCard();
    private NameFilter filter = NameFilter.DEFAULT;
    private final OshiInterfaces interfaces =
            new OshiInterfaces(
                    () -> {
                        listings.incrementAndGet();
                        return List.of(card);
                    },
                    () -> filter,
                    nanoTime::get);

    @Test
    void aFilterLeavesInterfacesOut() {
        filter = new NameFilter(List.of(), List.of(new Glob("en*")));

        assertThat(interfaces.read()).isEmpty();
    }

    @Test
    void theListIsKeptAndItsCountersAreRefreshed() {
        interfaces.read();
        card.bytes = 500;

        var figures = interfaces.read().get(0);

        assertThat(listings).hasValue(1);
        assertThat(figures.name()).isEqualTo("en0");
        assertThat(figures.counters().get(InterfaceCounter.IN_BYTES)).hasValue(500);
        assertThat(figures.counters().get(InterfaceCounter.OUT_DROPPED)).isEmpty();
        assertThat(figures.speedBitsPerSecond()).hasValue(1_000_000_000);
    }

    @Test
    void anInterfaceThatIsGoneIsLeftOut() {
        interfaces.read();
        card.present = false;

        assertThat(interfaces.read()).isEmpty();
    }

    @Test
    void newInterfacesAreFoundWithinAMinute() {
        interfaces.read();
        nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());

        interfaces.read();

        assertThat(listings).hasValue(2);
    }

    /**
     * A network card whose counter and presence the test sets; what it has shows after a refresh.
     */
    private static final class ScriptedCard implements NetworkIF {

        private long bytes;
        private boolean present = true;
        private long refreshedBytes;

        @Override
        public boolean updateAttributes() {
            refreshedBytes = bytes;
            return present;
        }

        @Override
        public String getName() {
            return "en0";
        }

        @Override
        public long getBytesRecv() {
            return refreshedBytes;
        }

        @Override
        public long getSpeed() {
            return 1_000_000_000;
        }

        @Override
        public long getBytesSent() {
            return 0;
        }

        @Override
        public long getPacketsRecv() {
            return 0;
        }

        @Override
        public long getPacketsSent() {
            return 0;
        }

        @Override
        public long getInErrors() {
            return 0;
        }

        @Override
        public long getOutErrors() {
            return 0;
        }

        @Override
        public long getInDrops() {
            return 0;
        }

        @Override
        public NetworkInterface queryNetworkInterface() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getIndex() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getDisplayName() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getMTU() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getMacaddr() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getIPv4addr() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Short[] getSubnetMasks() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getIPv6addr() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Short[] getPrefixLengths() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getCollisions() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getTimeStamp() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isKnownVmMacAddr() {
            throw new UnsupportedOperationException();
        }
    }
}
