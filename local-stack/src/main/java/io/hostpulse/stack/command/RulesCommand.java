package io.hostpulse.stack.command;

import picocli.CommandLine.Command;

/** Rules, and maintenance, in files and in Kafka. */
@Command(
        name = "rules",
        description = {
            "Checks, tests, applies, compares, lists and deletes alert rules, while the job runs.",
            "Files are YAML, of one or more rules; docs/detection.md says what they may hold."
        },
        subcommands = {
            RulesValidateCommand.class,
            RulesTestCommand.class,
            RulesApplyCommand.class,
            RulesDiffCommand.class,
            RulesSyncCommand.class,
            RulesListCommand.class,
            RulesDeleteCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class RulesCommand {}
