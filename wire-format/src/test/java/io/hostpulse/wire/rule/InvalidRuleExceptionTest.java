package io.hostpulse.wire.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidRuleExceptionTest {

    @Test
    void theMessageHasAllProblems() {
        assertThat(
                        new InvalidRuleException(
                                List.of(
                                        new Problem("id", "is missing"),
                                        new Problem("", "no object"))))
                .hasMessage("id: is missing; no object");
    }

    @Test
    void theProblemsTravelWithTheException() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new InvalidRuleException(List.of(new Problem("id", "is missing"))));
        }

        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((InvalidRuleException) in.readObject()).problems())
                    .containsExactly(new Problem("id", "is missing"));
        }
    }
}
