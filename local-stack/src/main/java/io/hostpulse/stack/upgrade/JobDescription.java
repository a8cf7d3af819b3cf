package io.hostpulse.stack.upgrade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A job of Hostpulse, as Flink knows it and as it describes itself.
 *
 * @param version of its jar, empty if it does not say so
 * @param commit that the jar was made of, empty likewise
 * @param jar SHA-256 of the jar, empty likewise
 * @param arguments of its main method; absent if it does not say so
 * @param operators uids, sorted; empty if it does not say so
 */
public record JobDescription(
        String id,
        Set<Pipeline> pipelines,
        String version,
        String commit,
        String jar,
        Optional<List<String>> arguments,
        int parallelism,
        List<String> operators) {

    /** Those that run or try to, newest first; jobs of others are none. */
    public static List<JobDescription> active(FlinkRest flink) {
        return flink.jobs().stream()
                .filter(FlinkJob::isActive)
                .map(job -> of(flink, job.id()))
                .filter(job -> !job.pipelines().isEmpty())
                .toList();
    }

    public static JobDescription of(FlinkRest flink, String jobId) {
        JsonNode vertices = flink.job(jobId).path("vertices");
        Map<String, String> said = flink.parameters(jobId);
        return new JobDescription(
                jobId,
                Pipeline.ofVertices(vertices),
                said.getOrDefault("hostpulse.version", ""),
                said.getOrDefault("hostpulse.commit", ""),
                said.getOrDefault("hostpulse.jar", ""),
                Optional.ofNullable(said.get("hostpulse.arguments"))
                        .map(JobDescription::readArguments),
                largestParallelism(vertices),
                Optional.ofNullable(said.get("hostpulse.operators"))
                        .map(uids -> List.of(uids.split(",")))
                        .orElse(List.of()));
    }

    /** The version and its commit, or that they are not known. */
    public String release() {
        if (version.isEmpty()) {
            return "unknown version";
        }
        return commit.isEmpty() ? version : version + " (" + commit + ")";
    }

    /**
     * Whether it may go on from its last checkpoint as well as from a savepoint: index and notify
     * then read again what they have read since, and write the same once more.
     */
    boolean canRepeat() {
        return !pipelines.contains(Pipeline.DETECT);
    }

    /** As it is written down. */
    public ObjectNode json() {
        ObjectNode json =
                new ObjectMapper()
                        .createObjectNode()
                        .put("id", id)
                        .put("version", version)
                        .put("commit", commit)
                        .put("jarSha256", jar)
                        .put("parallelism", parallelism);
        pipelines.stream().sorted().map(Pipeline::label).forEach(json.putArray("pipelines")::add);
        arguments.ifPresent(all -> all.forEach(json.putArray("arguments")::add));
        operators.forEach(json.putArray("operators")::add);
        return json;
    }

    /**
     * Of what {@link #json} has written.
     *
     * @throws RuntimeException if it is something else
     */
    public static JobDescription read(JsonNode json) {
        Set<Pipeline> pipelines = EnumSet.noneOf(Pipeline.class);
        texts(json.path("pipelines")).forEach(label -> pipelines.add(Pipeline.parse(label)));
        return new JobDescription(
                json.path("id").asText(),
                pipelines,
                json.path("version").asText(),
                json.path("commit").asText(),
                json.path("jarSha256").asText(),
                Optional.of(json.path("arguments"))
                        .filter(JsonNode::isArray)
                        .map(JobDescription::texts),
                json.path("parallelism").intValue(),
                texts(json.path("operators")));
    }

    /** The same under the id that a new start has given it. */
    public JobDescription withId(String newId) {
        return new JobDescription(
                newId, pipelines, version, commit, jar, arguments, parallelism, operators);
    }

    /** The same with these pipelines alone. */
    public JobDescription withPipelines(Set<Pipeline> others) {
        return new JobDescription(
                id,
                others,
                version,
                commit,
                jar,
                arguments.map(
                        all ->
                                new JobArguments(all)
                                        .with("--pipelines=" + Pipeline.list(others))
                                        .tokens()),
                parallelism,
                operators);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    static int largestParallelism(JsonNode vertices) {
        return StreamSupport.stream(vertices.spliterator(), false)
                .mapToInt(vertex -> vertex.path("parallelism").intValue())
                .max()
                .orElse(0);
    }

    private static List<String> readArguments(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the job's own arguments are no JSON: " + json, e);
        }
    }
}
