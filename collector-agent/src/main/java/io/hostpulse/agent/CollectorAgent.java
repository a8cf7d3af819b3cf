package io.hostpulse.agent;

import io.hostpulse.agent.identity.HostId;
import io.hostpulse.agent.publish.KafkaPublisher;
import io.hostpulse.agent.publish.ProducerSettings;
import io.hostpulse.agent.read.AgentVitals;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.spool.Spool;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Reads this host at a steady pace and publishes every reading to Kafka as one sample. Runs until
 * it gets SIGTERM or SIGINT, and stops within five seconds. Exit codes: 0 done, 1 cannot run, 2
 * wrong options.
 */
@Command(
        name = "collector-agent",
        description = "Reads this host at a steady pace and publishes every reading to Kafka.",
        footer = {
            "",
            "Every option can be given by the environment too: --bootstrap-servers as"
                    + " HOSTPULSE_BOOTSTRAP_SERVERS, and so on."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = CollectorAgent.Version.class)
public final class CollectorAgent implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorAgent.class);
    private static final Path MACHINE_ID = Path.of("/etc/machine-id");

    /** Samples that wait in memory while neither Kafka nor the spool takes them: megabytes. */
    private static final int QUEUE_CAPACITY = 1000;

    /** Spooled samples to send in a second: a day's backlog at 10 s takes three minutes. */
    private static final int REPLAY_RATE = 50;

    /** Agents that are started together spread over this time, or an interval if it is shorter. */
    private static final long MAX_START_JITTER_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Duration ONCE_INTERVAL = Duration.ofSeconds(1);

    @Spec private CommandSpec spec;

    @Mixin private AgentOptions options = new AgentOptions();

    @Option(
            names = "--once",
            description =
                    "Print one sample as JSON and end; nothing is sent. Takes a second, for rates"
                            + " need two readings.")
    private boolean once;

    public static void main(String[] arguments) {
        int exitCode = commandLine(System.getenv()).execute(arguments);
        System.exit(exitCode);
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new CollectorAgent())
                .setDefaultValueProvider(new EnvironmentDefaults(environment));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            AgentConfig config = ConfigParser.parse(options);
            String hostId =
                    config.hostId().isPresent()
                            ? config.hostId().get()
                            : HostId.find(MACHINE_ID, config.stateDirectory());
            if (once) {
                printSample(config, hostId);
            } else {
                publish(config, hostId);
            }
            return CommandLine.ExitCode.OK;
        } catch (InvalidConfigException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void printSample(AgentConfig config, String hostId) throws InterruptedException {
        HostSampler sampler = sampler(config, hostId, AgentVitals.idle());
        sampler.sample();
        Thread.sleep(ONCE_INTERVAL.toMillis());
        HostSample sample = sampler.sample();
        spec.commandLine().getOut().println(SampleCodec.encodeJson(sample));
    }

    private static void publish(AgentConfig config, String hostId) throws InterruptedException {
        Spool spool = config.spool().open(Clock.systemUTC());
        KafkaPublisher publisher =
                new KafkaPublisher(
                        config.bootstrapServers(),
                        config.topic(),
                        QUEUE_CAPACITY,
                        spool,
                        REPLAY_RATE,
                        () ->
                                new KafkaProducer<>(
                                        ProducerSettings.of(
                                                config.bootstrapServers(), config.kafka())));
        Cadence cadence = cadence(config.interval());
        AgentVitals vitals =
                new AgentVitals(
                        publisher::queuedSamples,
                        spool::bytes,
                        spool::samples,
                        publisher::droppedSamples,
                        cadence::missedTicks);
        HostSampler sampler = sampler(config, hostId, vitals);
        SamplingLoop loop =
                new SamplingLoop(sampler::sample, publisher::publish, cadence, System::nanoTime);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    loop.close();
                                    publisher.close();
                                },
                                "stop"));
        LOG.info(
                "reading host {} every {} ms, publishing to topic {} of Kafka at {}",
                hostId,
                config.interval().toMillis(),
                config.topic(),
                config.bootstrapServers());
        publisher.start();
        loop.start();
        loop.awaitEnd();
    }

    private static Cadence cadence(Duration interval) {
        long mostNanos = Math.min(interval.toNanos(), MAX_START_JITTER_NANOS);
        long jitterNanos = ThreadLocalRandom.current().nextLong(mostNanos);
        return new Cadence(interval.toNanos(), System.nanoTime() + jitterNanos);
    }

    private static HostSampler sampler(AgentConfig config, String hostId, AgentVitals vitals) {
        ReadFailures failures = new ReadFailures();
        AgentIdentity agent =
                AgentIdentity.newBuilder()
                        .setId(agentId(hostId))
                        .setRunId(UUID.randomUUID().toString())
                        .setVersion(Version.ofThisBuild())
                        .setType("hostpulse")
                        .build();
        return new HostSampler(
                agent,
                HostReaders.ofThisHost(new HostReaders.Settings(config, hostId, vitals, failures)),
                failures,
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** A host has one agent, so that its id follows from the host's. */
    private static String agentId(String hostId) {
        byte[] name = ("hostpulse-agent:" + hostId).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {

        static String ofThisBuild() {
            String version = CollectorAgent.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"Hostpulse collector agent " + ofThisBuild()};
        }
    }
}
