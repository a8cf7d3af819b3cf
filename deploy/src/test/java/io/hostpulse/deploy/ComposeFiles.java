package io.hostpulse.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two Compose files. */
final class ComposeFiles {

    static final String PLAIN = "docker-compose.yml";
    static final String TLS = "deploy/docker/compose.tls.yml";

    private ComposeFiles() {}

    static Map<String, JsonNode> services(String file) {
        Map<String, JsonNode> services = new LinkedHashMap<>();
        SourceFiles.yaml(file)
                .get("services")
                .properties()
                .forEach(it -> services.put(it.getKey(), it.getValue()));
        return services;
    }

    /** Variables of a service, those of the second file in place of the first's. */
    static Map<String, String> environment(String service, String... files) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String file : files) {
            services(file)
                    .get(service)
                    .path("environment")
                    .properties()
                    .forEach(it -> environment.put(it.getKey(), it.getValue().asText()));
        }
        return environment;
    }

    /** What {@code start-job} is given for a pipeline's job: Flink's settings and the options. */
    static List<String> jobCommand(String file, String pipeline) {
        List<String> command =
                SourceFiles.strings(services(file).get(pipeline + "-jobmanager").get("command"));
        if (!command.get(0).equals("start-job")) {
            throw new AssertionError(command);
        }
        return command.subList(1, command.size());
    }
}
