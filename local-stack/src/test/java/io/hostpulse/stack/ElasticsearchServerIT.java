package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.server.ElasticsearchServer;
import io.hostpulse.stack.server.Ports;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElasticsearchServerIT {

    @ParameterizedTest
    @EnumSource
    void aSecuredServerKnowsItsUserAndNobodyElse(
            ElasticsearchVersion version, @TempDir Path directory) throws Exception {
        ElasticsearchSecurity security =
                new CertificateAuthority(Files.createDirectory(directory.resolve("certificates")))
                        .secure("ip:127.0.0.1", "admin", "the-right-password");
        ElasticsearchNode node =
                ElasticsearchNode.onPort(Ports.findFree(1).get(0))
                        .withVersion(version)
                        .withSecurity(security);
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        data.create();

        try (ElasticsearchServer server =
                ElasticsearchServer.start(SourceTree.current(), data, node)) {
            assertThat(server.address()).startsWith("https://");
            Elasticsearch client = node.client();
            assertThat(client.get("/_nodes/_local").findValue("version").asText())
                    .startsWith(version == ElasticsearchVersion.V7 ? "7.17." : "8.19.");
            Elasticsearch stranger =
                    new Elasticsearch(
                            URI.create(node.address()), security.authority(), "admin", "wrong");
            assertThatThrownBy(() -> stranger.get("/_cluster/health"))
                    .isInstanceOf(HttpStatusException.class)
                    .hasMessageContaining("401");
        }
    }
}
