package io.hostpulse.stack;

import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.client.KafkaTopics;
import io.hostpulse.stack.server.Ports;
import io.hostpulse.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A real broker with the topics of Hostpulse. It takes clients with TLS, a certificate of their
 * own, and credentials (SCRAM, PLAIN or a token), and lets {@link #WRITER} write samples and {@link
 * #READER} read them; nobody else may do anything. What it prints goes to files of its directory.
 */
final class SecureKafka implements AutoCloseable {

    static final String WRITER = "agent";
    static final String READER = "dashboard";
    static final String STRANGER = "stranger";

    /** The Flink job, with the rights that it needs and no other. */
    static final String JOB = "job";

    /** The same where clients are known by their certificates alone, as Kafka calls it. */
    static final String JOB_BY_CERTIFICATE = "CN=" + Certificates.JOB;

    /** Who changes rules. */
    static final String OPERATOR = "operator";

    /** May write samples, {@link #QUOTA_BYTES_PER_SECOND} of them. */
    static final String FLOODER = "flooder";

    static final double QUOTA_BYTES_PER_SECOND = 50_000;

    /** Of every user and every OAuth client. */
    static final String PASSWORD = "the-right-password";

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final String ANYWHERE = "*";

    /** The broker's log of what it has allowed and denied. */
    private static final String GRANTED = "granted.out";

    private static final String LOGGING =
            """
            status=error
            appender.granted.type=File
            appender.granted.name=granted
            appender.granted.fileName=%s
            appender.granted.layout.type=PatternLayout
            appender.granted.layout.pattern=%%m%%n
            logger.granted.name=kafka.authorizer.logger
            logger.granted.level=debug
            logger.granted.appenderRef.granted.ref=granted
            rootLogger.level=error
            """;

    private final Path directory;
    private final SourceTree tree;
    private final TokenServer tokens;
    private final Certificates certificates;
    private final List<Integer> ports = Ports.findFree(6);
    private Process process;

    SecureKafka(Path directory, SourceTree tree) throws IOException {
        this.directory = directory;
        this.tree = tree;
        this.tokens = new TokenServer(PASSWORD);
        this.certificates = new Certificates(directory);
    }

    /** Starts it, and waits until it takes connections. */
    void start() throws Exception {
        certificates.make();
        Path properties = Files.writeString(directory.resolve("server.properties"), settings());
        format(properties);
        Path logging =
                Files.writeString(
                        directory.resolve("log4j2.properties"),
                        LOGGING.formatted(directory.resolve(GRANTED)));
        List<String> command = java("kafka.Kafka", properties.toString());
        command.add(1, "-Dlog4j.configurationFile=" + logging);
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("broker.out").toFile())
                        .start();
        await().atMost(START_LIMIT).until(() -> Ports.accepts(ports.get(0)));
        KafkaTopics.prepare(innerAddress());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", innerAddress()))) {
            List<AclBinding> rights = new ArrayList<>();
            rights.add(allow(WRITER, AclOperation.WRITE, Topics.SAMPLES));
            rights.add(allow(FLOODER, AclOperation.WRITE, Topics.SAMPLES));
            rights.add(allow(READER, AclOperation.READ, Topics.SAMPLES));
            rights.add(allow(OPERATOR, AclOperation.READ, Topics.RULES));
            rights.add(allow(OPERATOR, AclOperation.WRITE, Topics.RULES));
            for (String read : List.of(Topics.JOBS, Topics.DEAD_LETTERS, Topics.HOSTS)) {
                rights.add(allow(OPERATOR, AclOperation.READ, read));
            }
            rights.add(allow(OPERATOR, AclOperation.WRITE, Topics.SAMPLES));
            rights.addAll(rightsOfTheJob(JOB));
            rights.addAll(rightsOfTheJob(JOB_BY_CERTIFICATE));
            admin.createAcls(rights).all().get();
            admin.alterClientQuotas(List.of(bytesPerSecond(FLOODER, QUOTA_BYTES_PER_SECOND)))
                    .all()
                    .get();
        }
    }

    /** Where clients with credentials connect. */
    String address() {
        return "127.0.0.1:" + ports.get(0);
    }

    /** Where clients with a certificate connect, and give no other credentials. */
    String addressForCertificates() {
        return "127.0.0.1:" + ports.get(5);
    }

    /** As {@link #address()}, by a name that the broker's certificate does not hold. */
    String addressByName() {
        return "localhost:" + ports.get(0);
    }

    /** Where anybody may do everything, without encryption. */
    String innerAddress() {
        return "127.0.0.1:" + ports.get(1);
    }

    /** As the inner one, but sends clients on to {@link #strayedAddress()}. */
    String strayAddress() {
        return "127.0.0.1:" + ports.get(3);
    }

    /** Where nothing listens. */
    String strayedAddress() {
        return "127.0.0.1:" + ports.get(4);
    }

    /** Settings for clients of it. */
    ClientSettings clientSettings() {
        return new ClientSettings(certificates, tokens);
    }

    /** What it and the tools of its start have printed. */
    List<Path> outputs() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".out")).toList();
        }
    }

    /** Rights of the job that it has not been granted anything by. */
    List<AclBinding> rightsThatTheJobNeverUsed(String job) throws IOException {
        String granted = Files.readString(directory.resolve(GRANTED));
        return rightsOfTheJob(job).stream().filter(right -> !isUsed(right, granted)).toList();
    }

    private static boolean isUsed(AclBinding right, String granted) {
        return Pattern.compile(
                        "Principal = %s is Allowed operation = %s .*resourceName=%s, patternType=%s,"
                                .formatted(
                                        right.entry().principal(),
                                        right.entry().operation(),
                                        Pattern.quote(right.pattern().name()),
                                        right.pattern().patternType()))
                .matcher(granted)
                .find();
    }

    /** Every token that a client got. */
    List<String> givenTokens() {
        return tokens.givenTokens();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            await().atMost(START_LIMIT).until(() -> !process.isAlive());
        }
        tokens.close();
    }

    /** Everything that the job needs, as docs/operations.md lists it. */
    private static List<AclBinding> rightsOfTheJob(String job) {
        List<AclBinding> rights = new ArrayList<>();
        for (String read : List.of(Topics.SAMPLES, Topics.RULES)) {
            rights.add(allow(job, AclOperation.READ, read));
        }
        for (String both :
                List.of(Topics.WINDOWS, Topics.ALERTS, Topics.HOSTS, Topics.DEAD_LETTERS)) {
            rights.add(allow(job, AclOperation.READ, both));
            rights.add(allow(job, AclOperation.WRITE, both));
        }
        rights.add(allow(job, AclOperation.WRITE, Topics.JOBS));
        rights.add(
                new AclBinding(
                        new ResourcePattern(ResourceType.GROUP, "hostpulse-", PatternType.PREFIXED),
                        entry(job, AclOperation.READ)));
        return rights;
    }

    private static AclBinding allow(String user, AclOperation operation, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                entry(user, operation));
    }

    private static AccessControlEntry entry(String user, AclOperation operation) {
        return new AccessControlEntry("User:" + user, ANYWHERE, operation, AclPermissionType.ALLOW);
    }

    private static ClientQuotaAlteration bytesPerSecond(String user, double bytes) {
        return new ClientQuotaAlteration(
                new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, user)),
                List.of(new ClientQuotaAlteration.Op("producer_byte_rate", bytes)));
    }

    private String settings() {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%3$d
        controller.listener.names=CONTROLLER
        listeners=CLIENT://127.0.0.1:%1$d,INNER://127.0.0.1:%2$d,STRAY://127.0.0.1:%9$d,\
        CERTIFICATE://127.0.0.1:%11$d,CONTROLLER://127.0.0.1:%3$d
        advertised.listeners=CLIENT://127.0.0.1:%1$d,INNER://127.0.0.1:%2$d,STRAY://127.0.0.1:%10$d,\
        CERTIFICATE://127.0.0.1:%11$d
        inter.broker.listener.name=INNER
        listener.security.protocol.map=CLIENT:SASL_SSL,INNER:PLAINTEXT,STRAY:PLAINTEXT,\
        CERTIFICATE:SSL,CONTROLLER:PLAINTEXT
        log.dirs=%4$s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:ANONYMOUS
        listener.name.client.sasl.enabled.mechanisms=SCRAM-SHA-256,PLAIN,OAUTHBEARER
        listener.name.client.scram-sha-256.sasl.jaas.config=\
        org.apache.kafka.common.security.scram.ScramLoginModule required;
        listener.name.client.plain.sasl.jaas.config=\
        org.apache.kafka.common.security.plain.PlainLoginModule required user_%5$s="%6$s";
        listener.name.client.oauthbearer.sasl.jaas.config=\
        org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;
        listener.name.client.oauthbearer.sasl.server.callback.handler.class=\
        org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler
        listener.name.client.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=%7$s
        listener.name.client.oauthbearer.sasl.oauthbearer.expected.audience=%8$s
        listener.name.client.ssl.client.auth=required
        listener.name.certificate.ssl.client.auth=required
        """
                        .formatted(
                                ports.get(0),
                                ports.get(1),
                                ports.get(2),
                                directory.resolve("data"),
                                WRITER,
                                PASSWORD,
                                tokens.keySetUrl(),
                                TokenServer.AUDIENCE,
                                ports.get(3),
                                ports.get(4),
                                ports.get(5))
                + certificates.settings("listener.name.client.", Certificates.BROKER)
                + certificates.settings("listener.name.certificate.", Certificates.BROKER);
    }

    private void format(Path properties) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        java(
                                "kafka.tools.StorageTool",
                                "format",
                                "--cluster-id",
                                "hostpulse-secure-test0",
                                "--config",
                                properties.toString()));
        for (String user : List.of(WRITER, READER, STRANGER, JOB, FLOODER, OPERATOR)) {
            command.add("--add-scram");
            command.add("SCRAM-SHA-256=[name=%s,password=%s]".formatted(user, PASSWORD));
        }
        Path output = directory.resolve("format.out");
        int exitCode =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
        if (exitCode != 0) {
            throw new IOException("format fails: " + Files.readString(output));
        }
    }

    private List<String> java(String main, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls="
                                        + tokens.keySetUrl(),
                                "-cp",
                                tree.kafkaLibraries() + "/*",
                                main));
        command.addAll(List.of(arguments));
        return command;
    }
}
