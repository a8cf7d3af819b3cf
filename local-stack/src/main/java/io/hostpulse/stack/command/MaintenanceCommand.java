package io.hostpulse.stack.command;

import picocli.CommandLine.Command;

/** Times during which nobody wants to be told. */
@Command(
        name = "maintenance",
        description = {
            "Mutes the alerts of hosts while somebody works on them.",
            "Alerts go on and are kept; what still fires at the end is told then."
        },
        subcommands = {
            MaintenanceAddCommand.class,
            MaintenanceListCommand.class,
            MaintenanceEndCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class MaintenanceCommand {}
