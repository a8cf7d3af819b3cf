package io.hostpulse.stack.command;

import io.hostpulse.stack.ElasticsearchNode;
import io.hostpulse.stack.OwnKibana;
import io.hostpulse.stack.StackConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Official distributions to start instead of the small Elasticsearch, and beside it. */
final class DistributionOptions {

    static final String NO_KIBANA =
            "No dashboards: for them unpack Elasticsearch and Kibana, both 8.12 or newer, and give"
                    + " --elasticsearch-home and --kibana-home (docs/kibana.md).";

    @Option(
            names = "--elasticsearch-home",
            paramLabel = "DIR",
            description = "Start this unpacked Elasticsearch instead of the small one.")
    private Path elasticsearchHome;

    @Option(
            names = "--kibana-home",
            paramLabel = "DIR",
            description =
                    "Start this unpacked Kibana too, and import the dashboards. Needs"
                            + " --elasticsearch-home: the small one lacks what Kibana asks for.")
    private Path kibanaHome;

    @Option(
            names = "--kibana-port",
            paramLabel = "PORT",
            defaultValue = "" + OwnKibana.DEFAULT_PORT,
            description = "Of the Kibana that is started, default ${DEFAULT-VALUE}.")
    private int kibanaPort;

    int kibanaPort() {
        return kibanaPort;
    }

    boolean hasKibana() {
        return kibanaHome != null;
    }

    /** What is not there, as the end of an error message. */
    Optional<String> findProblem() {
        if (kibanaHome != null && elasticsearchHome == null) {
            return Optional.of(
                    "--kibana-home needs --elasticsearch-home: the small Elasticsearch lacks what"
                            + " Kibana asks for");
        }
        return findMissing("--elasticsearch-home", elasticsearchHome, "bin/elasticsearch")
                .or(() -> findMissing("--kibana-home", kibanaHome, "bin/kibana"));
    }

    StackConfig apply(StackConfig config) {
        StackConfig applied =
                elasticsearchHome == null
                        ? config
                        : config.withElasticsearch(distribution(config.elasticsearch()));
        return kibanaHome == null
                ? applied
                : applied.withKibana(new OwnKibana(kibanaHome.toAbsolutePath(), kibanaPort));
    }

    private ElasticsearchNode distribution(ElasticsearchNode node) {
        Path home = elasticsearchHome.toAbsolutePath();
        ElasticsearchNode distribution = node.withDistribution(home);
        return Files.exists(home.resolve("modules/ingest-geoip"))
                ? distribution.withSetting("ingest.geoip.downloader.enabled", "false")
                : distribution;
    }

    private static Optional<String> findMissing(String option, Path home, String program) {
        return home == null || Files.isExecutable(home.resolve(program))
                ? Optional.empty()
                : Optional.of(
                        "%s: there is no %s in %s: give the directory of an unpacked distribution"
                                .formatted(option, program, home));
    }
}
