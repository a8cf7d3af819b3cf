package io.hostpulse.stack.command;

import io.hostpulse.stack.client.KafkaTopics;
import io.hostpulse.wire.Topics;
import java.io.PrintWriter;
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
            "Those that exist stay as they are, except that Kafka is to set the time of samples,"
                    + " which earlier releases left to agents. May be repeated at any time."
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
        KafkaTopics.Changes changes =
                new KafkaTopics(partitions, replicas).prepare(kafka.settings());
        PrintWriter out = spec.commandLine().getOut();
        changes.created().forEach(name -> out.println("created  " + name));
        if (changes.stamped()) {
            out.println("changed  " + Topics.SAMPLES + ": Kafka sets the time of samples now");
        }
        out.println("%d created, the others were there".formatted(changes.created().size()));
        return 0;
    }
}
