package io.hostpulse.agent;

import io.hostpulse.agent.check.KafkaCheck;
import io.hostpulse.agent.log.LogOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Says what a run would do, and what would keep it from doing so. */
@Command(
        name = "check",
        description = {
            "Validates the configuration and the connection to Kafka; sends nothing.",
            "Prints what the agent would do, and each problem on one line."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {"0:all is well", "1:there are problems", "2:wrong options"},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = AgentVersion.class)
final class CheckCommand extends AgentCommand {

    /** How long Kafka may take to answer. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration patience;

    CheckCommand(Map<String, String> environment, Duration patience) {
        super(environment);
        this.patience = patience;
    }

    @Override
    int invalidConfigExitCode() {
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    int run(LiveConfig live) throws InterruptedException {
        AgentConfig config = live.get();
        LogOutput.configure(config.log().withoutLibraries());
        List<String> problems = new ArrayList<>();
        try {
            ConfigSummary.lines(config, AgentSession.of(live).hostId()).forEach(this::print);
        } catch (IOException e) {
            problems.add(e.getMessage());
        }
        if (config.spool().enabled()) {
            checkDirectory(config.spool().directory(), problems);
        }

        new KafkaCheck(config.bootstrapServers(), config.topic(), config.kafka(), patience)
                .findProblem()
                .ifPresent(problems::add);
        problems.forEach(this::printProblem);
        if (problems.isEmpty()) {
            print("all is well: Kafka answers and takes samples");
        }
        return problems.isEmpty() ? 0 : CommandLine.ExitCode.SOFTWARE;
    }

    /** It is made at the first start, so that the nearest directory that exists counts. */
    private static void checkDirectory(Path directory, List<String> problems) {
        Path existing = directory.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            problems.add(
                    "spool.directory: "
                            + directory
                            + " cannot be written to by this user; give another directory, or"
                            + " spool.enabled false");
        }
    }
}
