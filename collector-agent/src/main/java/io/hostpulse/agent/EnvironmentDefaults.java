package io.hostpulse.agent;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes options that are not given from the environment: {@code --bootstrap-servers} from {@code
 * HOSTPULSE_BOOTSTRAP_SERVERS} and so on.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final String PREFIX = "HOSTPULSE_";

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!argument.isOption() || argument.arity().max() == 0) {
            return null;
        }
        String name = ((OptionSpec) argument).longestName().substring("--".length());
        return environment.get(PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
