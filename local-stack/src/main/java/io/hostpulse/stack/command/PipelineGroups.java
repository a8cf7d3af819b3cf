package io.hostpulse.stack.command;

import io.hostpulse.stack.upgrade.Pipeline;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The option {@code --pipelines}, given once for each job. */
final class PipelineGroups {

    private PipelineGroups() {}

    /**
     * @param values such as {@code detect,index}
     * @throws ParameterException if there is another name among them, or one twice
     */
    static List<Set<Pipeline>> parse(List<String> values, CommandSpec spec) {
        List<Set<Pipeline>> groups;
        try {
            groups = values.stream().map(Pipeline::parseList).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--pipelines takes detect, index and notify, separated by commas, not "
                            + String.join(" ", values),
                    e);
        }
        long named = groups.stream().flatMap(Set::stream).count();
        if (named > groups.stream().flatMap(Set::stream).distinct().count()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--pipelines names a pipeline twice, each may run once: "
                            + String.join(" ", values));
        }
        return groups;
    }
}
