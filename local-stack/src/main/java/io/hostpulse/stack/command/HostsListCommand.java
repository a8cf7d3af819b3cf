package io.hostpulse.stack.command;

import static java.util.stream.Collectors.joining;

import io.hostpulse.stack.host.HostTopic;
import io.hostpulse.stack.host.KnownHost;
import io.hostpulse.stack.view.HostTable;
import io.hostpulse.stack.view.Terminal;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which hosts there are. */
@Command(
        name = "list",
        description = {
            "Shows all hosts that the job knows of: up, down, or stopped on purpose.",
            "Reads Kafka alone. When a host that is up was last seen is up to a minute old."
        },
        sortOptions = false)
public final class HostsListCommand implements Callable<Integer> {

    @Option(names = "--all", description = "With those that were removed.")
    private boolean isAll;

    @Option(names = "--json", description = "As a list of their documents, for programs.")
    private boolean isJson;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        HostTopic topic = new HostTopic(kafka.settings());
        Map<String, String> documents = topic.readDocuments();
        List<KnownHost> hosts =
                HostTopic.hosts(documents).stream()
                        .filter(host -> isAll || !host.isRemoved())
                        .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(
                    hosts.stream()
                            .map(host -> documents.get(host.id()))
                            .collect(joining(",\n", "[", "]")));
        } else if (hosts.isEmpty()) {
            out.println("No host has sent a sample yet, or all were removed.");
        } else {
            Terminal terminal = Terminal.ofStandardOutput();
            int width = RulesListCommand.width(terminal);
            HostTable.of(hosts, Instant.now(), width, terminal).forEach(out::println);
        }
        return 0;
    }
}
