package io.hostpulse.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OAuthAccessTest {

    private static final String TOKEN_URL = "sasl.oauthbearer.token.endpoint.url";

    @AfterEach
    void forget() {
        System.clearProperty(OAuthAccess.ALLOWED_URLS);
        System.clearProperty(OAuthAccess.ALLOWED_FILES);
    }

    @Test
    void whatTheSettingsNameIsAllowed() {
        OAuthAccess.allow(
                Map.of(
                        TOKEN_URL,
                        "https://tokens.example/token",
                        "sasl.oauthbearer.assertion.private.key.file",
                        "/etc/hostpulse/key.pem",
                        "sasl.oauthbearer.assertion.template.file",
                        "/etc/hostpulse/claims.json"));

        assertThat(System.getProperty(OAuthAccess.ALLOWED_URLS))
                .isEqualTo("https://tokens.example/token");
        assertThat(System.getProperty(OAuthAccess.ALLOWED_FILES))
                .isEqualTo("/etc/hostpulse/key.pem,/etc/hostpulse/claims.json");
    }

    @Test
    void nothingIsAllowedThatIsNotNamed() {
        OAuthAccess.allow(Map.of("security.protocol", "SSL"));

        assertThat(System.getProperty(OAuthAccess.ALLOWED_URLS)).isNull();
        assertThat(System.getProperty(OAuthAccess.ALLOWED_FILES)).isNull();
    }

    @Test
    void whatTheJvmWasStartedWithStays() {
        System.setProperty(OAuthAccess.ALLOWED_URLS, "https://one.example");

        OAuthAccess.allow(Map.of(TOKEN_URL, "https://another.example"));

        assertThat(System.getProperty(OAuthAccess.ALLOWED_URLS)).isEqualTo("https://one.example");
    }
}
