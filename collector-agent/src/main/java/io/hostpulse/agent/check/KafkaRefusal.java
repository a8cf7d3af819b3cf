package io.hostpulse.agent.check;

import io.hostpulse.agent.publish.RootCause;
import java.nio.file.FileSystemException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Says in words what a failure of Kafka's client means, and what to do about it. */
final class KafkaRefusal {

    private KafkaRefusal() {}

    /** Of a client that could not be made. */
    static String ofSetup(KafkaException failure) {
        Throwable root = RootCause.of(failure);
        if (find(failure, LoginException.class).isPresent()) {
            return "no credentials for Kafka can be got: "
                    + RootCause.message(failure)
                    + "; correct sasl.jaas.config, or the sasl.oauthbearer settings if they are"
                    + " tokens";
        }
        String what =
                root instanceof FileSystemException file
                        ? "the file " + file.getFile() + " cannot be read"
                        : RootCause.message(failure);
        return "Kafka's client cannot be set up: "
                + what
                + "; correct kafka.properties"
                + (isAboutKeys(failure) ? " (ssl.keystore and ssl.truststore)" : "");
    }

    /** Of a request; empty if it went without an answer. */
    static Optional<String> ofRequest(Throwable failure, String topic) {
        if (failure instanceof UnknownTopicOrPartitionException) {
            return Optional.of(
                    "it has no topic "
                            + topic
                            + "; create it, or give another name as kafka.topic");
        }
        if (failure instanceof TopicAuthorizationException) {
            return Optional.of(mayNotWrite(topic));
        }
        if (failure instanceof SslAuthenticationException) {
            return Optional.of(ofHandshake(failure));
        }
        if (failure instanceof UnsupportedSaslMechanismException) {
            return Optional.of(failure.getMessage() + "; correct sasl.mechanism");
        }
        if (failure instanceof AuthenticationException) {
            return Optional.of(
                    "it refuses the credentials ("
                            + failure.getMessage()
                            + "); correct those of sasl.jaas.config, or their user in Kafka");
        }
        return Optional.empty();
    }

    static String mayNotWrite(String topic) {
        return "these credentials may not write to topic "
                + topic
                + "; allow their user WRITE on it";
    }

    private static String ofHandshake(Throwable failure) {
        String reason = RootCause.message(failure);
        if (find(failure, CertPathBuilderException.class).isPresent()) {
            return "its certificate is not trusted ("
                    + reason
                    + "); put its certificate authority into ssl.truststore.location";
        }
        if (find(failure, CertificateExpiredException.class).isPresent()) {
            return "its certificate has expired (" + reason + "); renew it";
        }
        if (find(failure, CertificateException.class).isPresent()) {
            return "its certificate is for another address ("
                    + reason
                    + "); connect to one that the certificate names";
        }
        if (reason.startsWith("Received fatal alert: ")) {
            return "it refuses this client's certificate ("
                    + reason
                    + "); give one that it trusts in ssl.keystore.location";
        }
        return "no encryption can be agreed on (" + reason + "); correct the ssl settings";
    }

    private static boolean isAboutKeys(Throwable failure) {
        return failure.getCause() != null
                && String.valueOf(failure.getCause().getMessage()).matches(".*(?i)(SSL|store).*");
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
