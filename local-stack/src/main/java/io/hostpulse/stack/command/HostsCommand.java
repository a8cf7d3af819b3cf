package io.hostpulse.stack.command;

import picocli.CommandLine.Command;

/** The hosts that the job knows of. */
@Command(
        name = "hosts",
        description = "Lists the hosts that send samples, or did, and forgets those that are gone.",
        subcommands = {HostsListCommand.class, HostsForgetCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class HostsCommand {}
