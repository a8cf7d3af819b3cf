package io.hostpulse.stack.command;

import io.hostpulse.stack.client.KafkaTopics;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates the topics that are missing. */
@Command(
        name = "create",
        description = {
            "Creates the topics that are missing, as docs/data-model.md describes them.",
            "Those that exist stay as they are; may be repeated at any time."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all of them are there",
            "1:Kafka cannot be reached or does not create them",
            "2:wrong usage"
        })
public final class TopicsCreateCommand implements Callable<Integer> {

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Of the topics of samples and windows, default ${DEFAULT-VALUE}; the others have"
                            + " one. docs/sizing.md tells how many.")
    private int partitions;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "Copies of each partition, default ${DEFAULT-VALUE}.")
    private short replicas;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (partitions < 1 || replicas < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--partitions and --replicas must be at least 1");
        }
        List<String> created =
                new KafkaTopics(partitions, replicas).createMissing(kafka.settings());
        PrintWriter out = spec.commandLine().getOut();
        created.forEach(name -> out.println("created  " + name));
        out.println("%d created, the others were there".formatted(created.size()));
        return 0;
    }
}
