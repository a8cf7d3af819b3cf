package io.hostpulse.agent;

import io.hostpulse.agent.read.AgentVitals;
import io.hostpulse.wire.SampleCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints one sample. */
@Command(
        name = "once",
        description = {
            "Prints one sample as JSON and ends; nothing is sent.",
            "Takes a second, for rates need two readings."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            ExitCodes.DONE,
            ExitCodes.CANNOT_RUN,
            ExitCodes.WRONG_CONFIGURATION,
            ExitCodes.OUT_OF_MEMORY
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = AgentVersion.class)
final class OnceCommand extends AgentCommand {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Option(names = "--pretty", description = "One value a line.")
    private boolean pretty;

    OnceCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(LiveConfig config) throws IOException, InterruptedException {
        String json = takeSample(config);
        print(pretty ? PrettyJson.format(json) : json);
        return 0;
    }

    /** One sample with every group that is switched on, whatever its interval. */
    static String takeSample(LiveConfig live) throws IOException, InterruptedException {
        AgentConfig config = live.get().withEveryGroupDue();
        HostSampler sampler = AgentSession.of(() -> config).sampler(AgentVitals.idle());
        sampler.sample();
        Thread.sleep(INTERVAL.toMillis());
        return SampleCodec.encodeJson(sampler.sample());
    }
}
