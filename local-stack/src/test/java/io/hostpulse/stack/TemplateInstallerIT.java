package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.Installer.Run;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.server.ElasticsearchServer;
import io.hostpulse.stack.server.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateInstallerIT {

    /** Servers without security, which every test leaves empty. */
    private static final Map<ElasticsearchVersion, ElasticsearchServer> OPEN_SERVERS =
            new EnumMap<>(ElasticsearchVersion.class);

    @TempDir private static Path serverDirectory;

    private final Installer installer = Installer.ofTree();

    @AfterAll
    static void stop() {
        OPEN_SERVERS.values().forEach(ElasticsearchServer::close);
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsInstalledMayBeInstalledAgainAndTakenAway(ElasticsearchVersion version)
            throws IOException {
        String url = openServer(version);
        Elasticsearch elasticsearch = new Elasticsearch(URI.create(url));

        Run foreseen = installer.run("--url", url, "--dry-run");
        assertThat(foreseen.exitCode()).as(foreseen.output()).isZero();
        assertThat(foreseen.output())
                .contains("new         _index_template/hostpulse-samples")
                .contains("left out    _ilm/policy/hostpulse-samples")
                .contains("left out    _enrich/policy/hostpulse-hosts-by-id")
                .contains("left out    _scripts/hostpulse-latest-host")
                .contains("left out    _watcher/watch/hostpulse-alerts-fired")
                .contains("the server has no module for it");
        assertThat(installedIndexTemplates(elasticsearch)).isEmpty();

        Run first = installer.run("--url", url);
        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(first.output()).contains("new         _index_template/hostpulse-samples");
        assertThat(installedIndexTemplates(elasticsearch))
                .containsExactlyInAnyOrderElementsOf(installer.names("index-templates"));
        assertThat(
                        names(
                                elasticsearch
                                        .get("/_component_template/hostpulse-*")
                                        .path("component_templates")))
                .containsExactlyInAnyOrderElementsOf(installer.names("component-templates"));

        Run again = installer.run("--url", url + "/");
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output())
                .contains("same        _component_template/hostpulse-windows-mappings")
                .contains("kept        _component_template/hostpulse-custom")
                .doesNotContain("new ", "updated ");

        elasticsearch.send(
                "POST", "/_bulk", "{\"index\": {\"_index\": \"hostpulse-hosts\"}}\n{}\n");
        Run removed = installer.run("--url", url, "--uninstall");
        assertThat(removed.exitCode()).as(removed.output()).isZero();
        assertThat(removed.output()).contains("hostpulse-hosts 1 documents");
        assertThat(installedIndexTemplates(elasticsearch)).isEmpty();

        Run asked = installer.run("--url", url, "--uninstall", "--with-data");
        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.output()).contains("--yes", "hostpulse-hosts");
        assertThat(elasticsearch.count("hostpulse-hosts", "{\"match_all\": {}}")).isOne();

        Run emptied = installer.run("--url", url, "--uninstall", "--with-data", "--yes");
        assertThat(emptied.output()).contains("deleted     hostpulse-hosts");
        assertThat(elasticsearch.get("/_cat/indices?format=json")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSecuredServerIsInstalledByThoseWhoMay(
            ElasticsearchVersion version, @TempDir Path directory) throws Exception {
        CertificateAuthority authority = authority(directory.resolve("authority"));
        CertificateAuthority stranger = authority(directory.resolve("stranger"));
        ElasticsearchNode node =
                node(version).withSecurity(authority.secure("ip:127.0.0.1", "admin", "pass\"word"));
        try (ElasticsearchServer server = start(directory, node)) {
            String url = server.address();
            String trusted = authority.certificate().toString();

            assertRefused("cannot be trusted", "--url", url, "--user", "admin:pass\"word");
            assertRefused(
                    "cannot be trusted",
                    "--url",
                    url,
                    "--cacert",
                    stranger.certificate().toString());
            assertRefused("refuses these credentials (401)", "--url", url, "--cacert", trusted);
            assertRefused(
                    "refuses these credentials (401)",
                    "--url",
                    url,
                    "--cacert",
                    trusted,
                    "--user",
                    "admin:wrong");
            assertRefused(
                    "refuses these credentials (401)",
                    "--url",
                    url,
                    "--cacert",
                    trusted,
                    "--api-key",
                    "d3Jvbmc6a2V5");

            Run byUser =
                    installer.run("--url", url, "--cacert", trusted, "--user", "admin:pass\"word");
            assertThat(byUser.exitCode()).as(byUser.output()).isZero();
            assertThat(byUser.output()).doesNotContain("pass");
        }
    }

    @Test
    void aRefusedTemplateIsToldWithTheServersReason(@TempDir Path directory) throws IOException {
        Installer broken = installer.copyTo(directory.resolve("copy"));
        broken.edit(
                "component-templates/hostpulse-hosts-mappings.json", "\"keyword\"", "\"wrong\"");
        String url = openServer(ElasticsearchVersion.V8);

        Run run = broken.run("--url", url);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("failed      _component_template/hostpulse-hosts-mappings (400)")
                .contains("type [wrong]")
                .contains("new         _index_template/hostpulse-samples")
                .contains("steps failed");
        assertThat(installer.run("--url", url, "--uninstall").exitCode()).isZero();
    }

    @Test
    void aDryRunNeedsNoServer() {
        Run run = installer.run("--url", "http://127.0.0.1:1", "--dry-run");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("does not answer")
                .contains("new         _ilm/policy/hostpulse-samples")
                .contains("new         _index_template/hostpulse-samples")
                .contains("new         _watcher/watch/hostpulse-alerts-fired");
    }

    @Test
    void aServerThatDoesNotAnswerIsAnError() {
        String nobody = "http://127.0.0.1:" + Ports.findFree(1).get(0);

        assertRefused(nobody + " does not answer after 1 s", "--url", nobody, "--wait", "1");
    }

    @Test
    void wrongUsageIsAnErrorThatNamesTheOption() {
        assertThat(installer.run("--url").exitCode()).isEqualTo(2);
        assertThat(installer.run("--colour", "red").output()).contains("--colour");
        assertThat(installer.run("--wait", "soon").output()).contains("--wait");
        assertThat(installer.run("--user", "nameonly").output()).contains("USER:PASSWORD");
        assertThat(installer.run("--keep", "sample=7d").output()).contains("alert-history");
        assertThat(installer.run("--keep", "samples=soon").output()).contains("samples=14d");
        assertThat(installer.run("--with-data").output()).contains("--uninstall");
        assertThat(installer.run("--help").exitCode()).isZero();
    }

    private void assertRefused(String reason, String... arguments) {
        Run run = installer.run(arguments);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains(reason);
    }

    private static String openServer(ElasticsearchVersion version) {
        return OPEN_SERVERS
                .computeIfAbsent(version, it -> start(serverDirectory.resolve(it.name()), node(it)))
                .address();
    }

    private static ElasticsearchNode node(ElasticsearchVersion version) {
        return ElasticsearchNode.onPort(Ports.findFree(1).get(0)).withVersion(version);
    }

    private static ElasticsearchServer start(Path directory, ElasticsearchNode node) {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        data.create();
        return ElasticsearchServer.start(SourceTree.current(), data, node);
    }

    private static CertificateAuthority authority(Path directory) throws Exception {
        return new CertificateAuthority(Files.createDirectory(directory));
    }

    private static List<String> installedIndexTemplates(Elasticsearch elasticsearch) {
        return names(elasticsearch.get("/_index_template").path("index_templates")).stream()
                .filter(name -> name.startsWith("hostpulse-"))
                .toList();
    }

    private static List<String> names(JsonNode templates) {
        List<String> names = new ArrayList<>();
        templates.forEach(template -> names.add(template.path("name").asText()));
        return names;
    }
}
