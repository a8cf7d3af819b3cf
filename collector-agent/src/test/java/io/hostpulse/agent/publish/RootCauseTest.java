package io.hostpulse.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class RootCauseTest {

    @Test
    void theInnermostCauseSpeaks() {
        Throwable failure =
                new KafkaException(
                        "cannot be made", new KafkaException(new IOException("no disk")));

        assertThat(RootCause.message(failure)).isEqualTo("no disk");
    }

    @Test
    void aMessageThatIsANameGetsItsType() {
        assertThat(RootCause.message(new UnknownHostException("kafka.example")))
                .isEqualTo("UnknownHostException: kafka.example");
        assertThat(RootCause.message(new IOException())).isEqualTo("IOException");
    }

    @Test
    void aStackTraceInAMessageIsLeftOut() {
        Throwable login =
                new LoginException(
                        "org.apache.kafka.common.KafkaException: java.net.ConnectException:"
                                + " Connection refused\n\tat some.Type.method(Type.java:1)\n");
        Throwable nameless =
                new LoginException("java.net.UnknownHostException: tokens.example\n\tat a.B.c\n");

        assertThat(RootCause.message(new KafkaException(login))).isEqualTo("Connection refused");
        assertThat(RootCause.message(nameless)).isEqualTo("UnknownHostException: tokens.example");
    }
}
