package io.hostpulse.agent.identity;

import io.hostpulse.agent.read.GroupReader;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.OperatingSystem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says in every sample which host it is. Names and addresses change seldom, and are looked up again
 * once a minute.
 */
public final class IdentityReader implements GroupReader {

    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();

    /**
     * Where the parts of an identity come from.
     *
     * @param name empty to go by the host's own name
     * @param labels asked for in every reading
     */
    public record Sources(
            String id,
            Optional<String> name,
            Supplier<Map<String, String>> labels,
            String architecture,
            ReadFailures.Source<String> hostname,
            ReadFailures.Source<NetworkAddresses> addresses,
            ReadFailures.Source<OperatingSystem> operatingSystem,
            ReadFailures.Source<Optional<String>> bootId) {}

    private final Sources sources;
    private final ReadFailures failures;
    private HostIdentity identity = HostIdentity.getDefaultInstance();
    private long lookedUpNanos;

    public IdentityReader(Sources sources, ReadFailures failures) {
        this.sources = sources;
        this.failures = failures;
    }

    @Override
    public String subject() {
        return "identity";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) {
        if (identity.getId().isEmpty() || reading.startNanos() - lookedUpNanos > MAX_AGE_NANOS) {
            identity = lookUp();
            lookedUpNanos = reading.startNanos();
        }
        sample.setHost(identity.toBuilder().putAllLabels(sources.labels().get()));
    }

    private HostIdentity lookUp() {
        HostIdentity.Builder host =
                HostIdentity.newBuilder()
                        .setId(sources.id())
                        .setArchitecture(ecsArchitecture(sources.architecture()));
        Optional<String> hostname =
                failures.attempt("host name", sources.hostname()).filter(name -> !name.isEmpty());
        hostname.ifPresent(host::setHostname);
        host.setName(sources.name().or(() -> hostname).orElse(sources.id()));
        failures.attempt("addresses", sources.addresses())
                .ifPresent(found -> host.addAllIp(found.ips()).addAllMac(found.macs()));
        failures.attempt("operating system", sources.operatingSystem()).ifPresent(host::setOs);
        failures.attempt("boot id", sources.bootId())
                .flatMap(found -> found)
                .ifPresent(host::setBootId);
        return host.build();
    }

    /** ECS has the names of uname(1), the JVM has its own for one of them. */
    private static String ecsArchitecture(String architecture) {
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }
}
