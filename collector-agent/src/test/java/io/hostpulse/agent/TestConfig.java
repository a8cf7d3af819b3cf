package io.hostpulse.agent;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Configurations as the command line makes them. */
final class TestConfig {

    private TestConfig() {}

    static AgentConfig of(String... arguments) {
        try {
            return source(Map.of(), arguments).read();
        } catch (InvalidConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ConfigSource source(Map<String, String> environment, String... arguments) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return new ConfigSource(holder.options, environment);
    }

    @Command
    private static final class Holder {

        @Mixin private AgentOptions options = new AgentOptions();
    }
}
