package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShippedConfigTest {

    private static final Path SHIPPED = Path.of("src/main/dist/agent.yaml");

    @Test
    void theFileThatIsShippedHasTheDefaults() throws InvalidConfigException {
        assertThat(source(Map.of(), "--config", SHIPPED.toString()).read())
                .isEqualTo(TestConfig.of());
    }

    @Test
    void theFileThatIsShippedHasEverySetting() throws InvalidConfigException {
        Settings defaults = source(Map.of()).settings();
        ConfigParser.parse(defaults);
        Settings shipped = source(Map.of(), "--config", SHIPPED.toString()).settings();

        Set<String> keys = defaults.knownKeys();

        assertThat(keys).hasSizeGreaterThan(50);
        assertThat(keys).allSatisfy(key -> assertThat(shipped.given(key)).as(key).isPresent());
    }

    private static ConfigSource source(Map<String, String> environment, String... arguments) {
        return TestConfig.source(environment, arguments);
    }
}
