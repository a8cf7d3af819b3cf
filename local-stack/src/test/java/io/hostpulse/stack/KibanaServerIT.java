package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.client.Kibana;
import io.hostpulse.stack.server.KibanaServer;
import io.hostpulse.stack.server.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for Kibana, whose distribution no build can fetch. */
class KibanaServerIT {

    @TempDir private Path directory;
    private LocalStack stack;

    @BeforeEach
    void prepare() throws IOException {
        Path home = FakeKibana.install(directory.resolve("kibana-home"));
        StackConfig config =
                StackConfig.onFreePorts(directory.resolve("data"))
                        .withKibana(new OwnKibana(home, Ports.findFree(1).get(0)));
        config.data().create();
        stack = new LocalStack(config);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void itIsStartedWithAConfigurationThatCallsNobodyAndGetsTheDashboards() throws IOException {
        KibanaServer server = stack.startKibana();
        stack.importDashboards();

        assertThat(StackAddresses.of(stack.config().data()).kibana()).contains(server.address());
        assertThat(stack.config().data().of("kibana").resolve("kibana.yml"))
                .content()
                .contains("elasticsearch.hosts: [\"" + stack.addresses().elasticsearch() + "\"]")
                .contains("telemetry.enabled: false")
                .contains("newsfeed.enabled: false");
        assertThat(stack.config().data().logs().resolve("dashboards.out"))
                .content()
                .contains("objects into the default space of " + server.address());
    }

    @Test
    void theKeyThatEncryptsItsRulesStaysTheSame() throws IOException {
        Path key = stack.config().data().of("kibana").resolve("encryption-key");

        stack.startKibana().close();
        String first = Files.readString(key);
        stack.startKibana().close();

        assertThat(first).hasSize(32).isEqualTo(Files.readString(key));
    }

    @Test
    void itStopsWithTheStack() {
        KibanaServer server = stack.startKibana();

        stack.close();

        assertThat(new Kibana(URI.create(server.address())).isUp()).isFalse();
    }
}
