package io.hostpulse.stack.server;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.OwnAlertmanager;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.client.Alertmanager;
import io.hostpulse.stack.process.StackProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One Alertmanager without peers, on the loopback interface. */
public final class AlertmanagerServer extends RunningServer {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private AlertmanagerServer(StackProcess process) {
        super(process, STOP_LIMIT);
    }

    /** The program under the name that Debian gives it, or its own. */
    public static Optional<Path> findProgram() {
        return SearchPath.ofEnvironment().find("prometheus-alertmanager", "alertmanager");
    }

    /** Starts it and waits until it takes alerts. */
    public static AlertmanagerServer start(StackConfig config) {
        OwnAlertmanager own = config.alertmanager().orElseThrow();
        Path directory = config.data().of("alertmanager");
        StackProcess process =
                StackProcess.start(
                        config.data(),
                        Component.ALERTMANAGER,
                        List.of(
                                own.program().toString(),
                                "--config.file="
                                        + own.configuration()
                                                .map(Path::toAbsolutePath)
                                                .orElseGet(() -> tellNobody(config, directory)),
                                "--storage.path=" + directory.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + own.port(),
                                "--web.external-url=" + own.address(),
                                "--cluster.listen-address="),
                        Map.of(),
                        own.address());
        Alertmanager client = new Alertmanager(URI.create(own.address()));
        process.awaitReady(START_LIMIT, client::isUp);
        return new AlertmanagerServer(process);
    }

    private static Path tellNobody(StackConfig config, Path directory) {
        Path file = directory.resolve("alertmanager.yml");
        AlertmanagerConfiguration.write(
                AlertmanagerConfiguration.withReceiver(
                        config.tree().alertmanagerConfiguration(),
                        AlertmanagerConfiguration.nobody()),
                file);
        return file;
    }
}
