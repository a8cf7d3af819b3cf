package io.hostpulse.stack.upgrade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
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
