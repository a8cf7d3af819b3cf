package io.hostpulse.simulator.host;

import static io.hostpulse.simulator.host.ExactGrid.count;
import static io.hostpulse.simulator.host.ExactGrid.nearest;
import static io.hostpulse.simulator.host.ExactGrid.rate;

import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.NetworkInterface;
import io.hostpulse.wire.proto.NetworkSummary;
import io.hostpulse.wire.proto.Sockets;
import java.util.ArrayList;
import java.util.List;

/**
 * Network interfaces and sockets. Traffic follows the CPU; of a host that nothing happens to, it
 * stays below 5 MB/s.
 */
final class NetworkReadings implements Readings {

    private static final int PACKET_BYTES = 200;
    private static final long SPEED_BITS_PER_SECOND = 1_000_000_000L;

    private final List<InterfaceState> interfaces;
    private long tcpSockets;
    private long udpSockets;

    NetworkReadings(HostProfile profile) {
        this.interfaces = new ArrayList<>();
        profile.interfaces().forEach(name -> interfaces.add(new InterfaceState(name)));
    }

    @Override
    public void write(Tick tick, HostSample.Builder sample) {
        NetworkSummary.Builder summary =
                NetworkSummary.newBuilder()
                        .setInErrorsPerSec(0)
                        .setInDroppedPerSec(0)
                        .setOutErrorsPerSec(0)
                        .setOutDroppedPerSec(0);
        int plugged = tick.load().incident().unplugged() ? 1 : interfaces.size();
        for (int i = 0; i < interfaces.size(); i++) {
            if (i >= plugged) {
                interfaces.set(i, new InterfaceState(interfaces.get(i).name));
                continue;
            }
            NetworkInterface reading = interfaces.get(i).read(tick, i == plugged - 1);
            sample.addInterfaces(reading);
            add(reading, tick, summary);
        }
        sample.setNetworkSummary(summary);
        sample.setSockets(sockets(tick));
    }

    private static void add(NetworkInterface reading, Tick tick, NetworkSummary.Builder summary) {
        double in = reading.getInBytesPerSec();
        double out = reading.getOutBytesPerSec();
        summary.setInBytes(summary.getInBytes() + tick.amount(in))
                .setInPackets(summary.getInPackets() + tick.amount(reading.getInPacketsPerSec()))
                .setInBytesPerSec(summary.getInBytesPerSec() + in)
                .setInPacketsPerSec(summary.getInPacketsPerSec() + reading.getInPacketsPerSec())
                .setInDroppedPerSec(summary.getInDroppedPerSec() + reading.getInDroppedPerSec())
                .setOutBytes(summary.getOutBytes() + tick.amount(out))
                .setOutPackets(summary.getOutPackets() + tick.amount(reading.getOutPacketsPerSec()))
                .setOutBytesPerSec(summary.getOutBytesPerSec() + out)
                .setOutPacketsPerSec(summary.getOutPacketsPerSec() + reading.getOutPacketsPerSec())
                .setBytesPerSec(summary.getBytesPerSec() + in + out);
    }

    /** What went through an interface since boot. */
    private static final class InterfaceState {
        private final String name;
        private long inBytes;
        private long inPackets;
        private long inDropped;
        private long outBytes;
        private long outPackets;

        InterfaceState(String name) {
            this.name = name;
        }

        NetworkInterface read(Tick tick, boolean isLast) {
            double moreBytesPerSec = isLast ? tick.load().incident().networkBytesPerSec() : 0;
            double inPacketsPerSec =
                    rate(
                            tick.roughly(50 + 4_000 * tick.load().cpuRatio())
                                    + moreBytesPerSec / PACKET_BYTES);
            double outPacketsPerSec = rate(tick.roughly(50 + 6_000 * tick.load().cpuRatio()));
            double inDroppedPerSec = tick.random().nextInt(50) == 0 ? 1 : 0;
            inBytes += tick.amount(inPacketsPerSec * PACKET_BYTES);
            inPackets += tick.amount(inPacketsPerSec);
            inDropped += tick.amount(inDroppedPerSec);
            outBytes += tick.amount(outPacketsPerSec * PACKET_BYTES);
            outPackets += tick.amount(outPacketsPerSec);
            return NetworkInterface.newBuilder()
                    .setName(name)
                    .setInBytes(inBytes)
                    .setInPackets(inPackets)
                    .setInErrors(0)
                    .setInDropped(inDropped)
                    .setInBytesPerSec(inPacketsPerSec * PACKET_BYTES)
                    .setInPacketsPerSec(inPacketsPerSec)
                    .setInErrorsPerSec(0)
                    .setInDroppedPerSec(inDroppedPerSec)
                    .setOutBytes(outBytes)
                    .setOutPackets(outPackets)
                    .setOutErrors(0)
                    .setOutDropped(0)
                    .setOutBytesPerSec(outPacketsPerSec * PACKET_BYTES)
                    .setOutPacketsPerSec(outPacketsPerSec)
                    .setOutErrorsPerSec(0)
                    .setOutDroppedPerSec(0)
                    .setSpeedBitsPerSec(SPEED_BITS_PER_SECOND)
                    .build();
        }
    }

    private Sockets sockets(Tick tick) {
        long listening = 12;
        long established = count(tick.roughly(20 + 300 * tick.load().cpuRatio()));
        long timeWait = count(tick.roughly(5 + 100 * tick.load().cpuRatio()));
        long closeWait = tick.random().nextInt(4);
        long synReceived = tick.random().nextInt(3);
        long tcpBefore = tcpSockets;
        tcpSockets = listening + established + timeWait + closeWait + synReceived;
        long udpBefore = udpSockets;
        udpSockets = 6L + tick.random().nextInt(4);
        return Sockets.newBuilder()
                .setAllCount(tcpSockets + udpSockets)
                .setAllListening(listening)
                .setTcpCount(tcpSockets)
                .setTcpListening(listening)
                .setTcpEstablished(established)
                .setTcpCloseWait(closeWait)
                .setTcpTimeWait(timeWait)
                .setTcpOrphan(0)
                .setTcpClosing(0)
                .setTcpFinWait1(0)
                .setTcpFinWait2(0)
                .setTcpLastAck(0)
                .setTcpSynRecv(synReceived)
                .setTcpSynSent(0)
                .setUdpCount(udpSockets)
                .setTcpMemory(tcpSockets * 4096)
                .setUdpMemory(udpSockets * 4096)
                .setTcpCountPerSec(growthPerSec(tcpBefore, tcpSockets, tick))
                .setTcpRetransmitsPerSec(tick.random().nextInt(3))
                .setUdpCountPerSec(growthPerSec(udpBefore, udpSockets, tick))
                .build();
    }

    private static double growthPerSec(long before, long now, Tick tick) {
        return before == 0 ? 0 : nearest((now - before) * 1000.0 / tick.intervalMillis());
    }
}
