package io.hostpulse.agent.probe;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/** What is asked, and how. The constructors refuse what cannot be asked and say why. */
public sealed interface ProbeTarget {

    /** Names the target in samples; no two targets have the same. */
    String name();

    /** How it is asked: tcp, http or iperf3. */
    String type();

    /** A TCP connection is made and closed. */
    record TcpTarget(String host, int port) implements ProbeTarget {

        public TcpTarget {
            checkAddress(host, port);
        }

        @Override
        public String name() {
            return address(host, port);
        }

        @Override
        public String type() {
            return "tcp";
        }
    }

    /**
     * A page is got; where it sends to is not followed.
     *
     * @param url http or https; a user in it is refused, since it would stand in every sample
     */
    record HttpTarget(URI url) implements ProbeTarget {

        public HttpTarget {
            String scheme = String.valueOf(url.getScheme());
            if (url.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "a URL to probe must not have a user or password in it; remove them");
            }
            boolean isWeb = scheme.equals("http") || scheme.equals("https");
            if (!isWeb || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "\"" + url + "\" cannot be probed; give a URL such as http://host:80/path");
            }
        }

        @Override
        public String name() {
            return url.toString();
        }

        @Override
        public String type() {
            return "http";
        }

        boolean isEncrypted() {
            return url.getScheme().equals("https");
        }

        int port() {
            if (url.getPort() >= 0) {
                return url.getPort();
            }
            return isEncrypted() ? 443 : 80;
        }
    }

    /**
     * As much as the network takes is sent to an iperf3 server.
     *
     * @param length how long, 1 s to 1 minute
     */
    record Iperf3Target(String host, int port, Duration length) implements ProbeTarget {

        private static final int MAX_SECONDS = 60;

        public Iperf3Target {
            checkAddress(host, port);
            if (length.toSeconds() < 1 || length.toSeconds() > MAX_SECONDS) {
                throw new IllegalArgumentException(
                        "an iperf3 probe cannot last " + length + "; give 1 s to 60 s");
            }
        }

        @Override
        public String name() {
            return "iperf3://" + address(host, port);
        }

        @Override
        public String type() {
            return "iperf3";
        }
    }

    private static void checkAddress(String host, int port) {
        // a name that began with a dash would be an option of a program
        if (!Pattern.matches("[\\p{Alnum}_:][\\p{Alnum}._:%-]*", host)) {
            throw new IllegalArgumentException(
                    "\"" + host + "\" is no host to probe; give a name or an IP address");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "port " + port + " of " + host + " cannot be probed; give 1 to 65535");
        }
    }

    private static String address(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
