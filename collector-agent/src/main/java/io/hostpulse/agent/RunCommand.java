package io.hostpulse.agent;

import static io.hostpulse.wire.proto.Goodbye.REBOOTING;
import static io.hostpulse.wire.proto.Goodbye.STOPPED;

import io.hostpulse.agent.publish.Brokers;
import io.hostpulse.agent.publish.KafkaPublisher;
import io.hostpulse.agent.publish.ProducerSettings;
import io.hostpulse.agent.read.AgentVitals;
import io.hostpulse.agent.spool.Spool;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.port.KafkaPorts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * Reads this host at a steady pace and publishes every reading to Kafka as one sample. Runs until
 * it gets SIGTERM or SIGINT, says goodbye with its last sample, and stops within five seconds. When
 * it is killed, or ends for a failure of its own, it says nothing.
 */
@Command(
        name = "run",
        description = "Reads this host at a steady pace and publishes every reading to Kafka.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            ExitCodes.DONE,
            ExitCodes.CANNOT_RUN,
            ExitCodes.WRONG_CONFIGURATION,
            ExitCodes.OUT_OF_MEMORY,
            ExitCodes.TERMINATED
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = AgentVersion.class)
class RunCommand extends AgentCommand {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    /** Samples that wait while Kafka is away: some megabytes. */
    private static final int QUEUE_CAPACITY = 1000;

    /** Agents that are started together spread over this time, or an interval if it is shorter. */
    private static final long MAX_START_JITTER_NANOS = Duration.ofSeconds(1).toNanos();

    /** A part of the five seconds that the agent may take to stop. */
    private static final Duration SYSTEMD_PATIENCE = Duration.ofMillis(500);

    RunCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(LiveConfig live) throws IOException, InterruptedException {
        AgentConfig config = live.get();
        AgentSession session = AgentSession.of(live);
        SpoolSettings spooling = config.spool();
        Spool spool = spooling.open(Clock.systemUTC());
        KafkaPublisher publisher =
                new KafkaPublisher(
                        brokers(config),
                        config.topic(),
                        QUEUE_CAPACITY,
                        spool,
                        spooling.replayPerSecond());
        Cadence cadence = cadence(live);
        AgentVitals vitals =
                new AgentVitals(
                        publisher::queuedSamples,
                        spool::bytes,
                        spool::samples,
                        publisher::droppedSamples,
                        cadence::missedTicks);
        HostSampler sampler = session.sampler(vitals);
        AliveFile alive = AliveFile.in(config.stateDirectory(), session.hostId());
        SamplingLoop loop =
                new SamplingLoop(
                        live::follow,
                        sampler::sample,
                        sampler::sayGoodbye,
                        sample -> {
                            publisher.publish(sample);
                            alive.extend(live.get().interval());
                        },
                        cadence,
                        System::nanoTime);
        SystemdShutdown shutdown = SystemdShutdown.of(config.hostRoot(), SYSTEMD_PATIENCE);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    loop.stop(shutdown.isRebooting() ? REBOOTING : STOPPED);
                                    publisher.close();
                                },
                                "stop"));
        LOG.info(
                "reading host {} every {}, publishing to topic {} of Kafka at {}",
                session.hostId(),
                HumanDuration.format(config.interval()),
                config.topic(),
                config.bootstrapServers());
        publisher.start();
        loop.start();
        loop.awaitEnd();
        return 0;
    }

    private static Brokers brokers(AgentConfig config) {
        KafkaPorts ports =
                new KafkaPorts(
                        config.bootstrapServers(), ProducerSettings.protocol(config.kafka()));
        return new Brokers(
                config.bootstrapServers(),
                ports::findWrongServer,
                () ->
                        new KafkaProducer<>(
                                ProducerSettings.of(config.bootstrapServers(), config.kafka())));
    }

    private static Cadence cadence(LiveConfig live) {
        long mostNanos = Math.min(live.get().interval().toNanos(), MAX_START_JITTER_NANOS);
        long jitterNanos = ThreadLocalRandom.current().nextLong(mostNanos);
        return new Cadence(() -> live.get().interval().toNanos(), System.nanoTime() + jitterNanos);
    }
}
