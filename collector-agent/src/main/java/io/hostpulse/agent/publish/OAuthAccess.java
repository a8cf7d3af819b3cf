package io.hostpulse.agent.publish;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Lets Kafka's client use the token endpoint and the files that its settings name. It uses none
 * that two <a href="https://kafka.apache.org/documentation/#systemproperties">system properties</a>
 * do not list, as its settings might come from strangers; the agent's come from its operator.
 */
public final class OAuthAccess {

    static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    static final String ALLOWED_FILES = "org.apache.kafka.sasl.oauthbearer.allowed.files";

    private static final List<String> URLS =
            List.of(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL);
    private static final List<String> FILES =
            List.of(
                    SaslConfigs.SASL_OAUTHBEARER_ASSERTION_FILE,
                    SaslConfigs.SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE,
                    SaslConfigs.SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE);

    private OAuthAccess() {}

    /** For the whole process. A property that the JVM was started with stays as it is. */
    public static void allow(Map<String, String> operator) {
        allow(ALLOWED_URLS, URLS, operator);
        allow(ALLOWED_FILES, FILES, operator);
    }

    private static void allow(String property, List<String> names, Map<String, String> operator) {
        String named =
                names.stream()
                        .map(operator::get)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(","));
        if (!named.isEmpty() && System.getProperty(property) == null) {
            System.setProperty(property, named);
        }
    }
}
