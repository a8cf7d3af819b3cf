package io.hostpulse.agent.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Addresses of a host.
 *
 * @param ips in text, without a zone
 * @param macs in ECS's form, such as 00-00-5E-00-53-23
 */
public record NetworkAddresses(List<String> ips, List<String> macs) {

    private static final HexFormat MAC = HexFormat.ofDelimiter("-").withUpperCase();

    /**
     * Addresses of the interfaces that are up, and the hardware addresses of those that have one.
     * Loopback and link-local addresses say nothing of where the host is, and are left out.
     */
    public static NetworkAddresses ofThisHost() throws IOException {
        Set<String> ips = new LinkedHashSet<>();
        Set<String> macs = new LinkedHashSet<>();
        for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (!card.isUp() || card.isLoopback()) {
                continue;
            }
            List<String> addresses =
                    card.inetAddresses()
                            .filter(address -> !address.isLinkLocalAddress())
                            .map(NetworkAddresses::format)
                            .toList();
            byte[] mac = card.getHardwareAddress();
            if (!addresses.isEmpty() && mac != null) {
                macs.add(formatMac(mac));
            }
            ips.addAll(addresses);
        }
        return new NetworkAddresses(List.copyOf(ips), List.copyOf(macs));
    }

    static String formatMac(byte[] mac) {
        return MAC.formatHex(mac);
    }

    private static String format(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
