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
        assertThat(new InvalidRuleException(List.of("id: is missing", "for: is no duration")))
                .hasMessage("id: is missing; for: is no duration");
    }

    @Test
    void theProblemsTravelWithTheException() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new InvalidRuleException(List.of("id: is missing")));
        }

        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((InvalidRuleException) in.readObject()).problems())
                    .containsExactly("id: is missing");
        }
    }
}
