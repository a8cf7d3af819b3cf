package io.hostpulse.stack.command;

import picocli.CommandLine.Command;

/** The topics of a Kafka that is not the local stack's. */
@Command(
        name = "topics",
        description = "Makes the topics that Hostpulse needs in any Kafka.",
        subcommands = TopicsCreateCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class TopicsCommand {}
