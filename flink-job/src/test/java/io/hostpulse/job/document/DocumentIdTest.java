package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocumentIdTest {

    @Test
    void joinsWhatTheDocumentIsAbout() {
        assertThat(DocumentId.of("web-1", 1_793_534_400_000L, "core", "0"))
                .isEqualTo("web-1|1793534400000|core|0");
        assertThat(DocumentId.of("web-1")).isEqualTo("web-1");
    }

    @Test
    void anIdOf512BytesIsKept() {
        String longest = "x".repeat(512);

        assertThat(DocumentId.of(longest)).isEqualTo(longest);
    }

    @Test
    void aLongerIdBecomesItsSha256() {
        assertThat(DocumentId.of("x".repeat(513)))
                .matches("[0-9a-f]{64}")
                .isEqualTo(DocumentId.of("x".repeat(513)))
                .isNotEqualTo(DocumentId.of("x".repeat(514)));
        // as printf 'x%.0s' $(seq 513) | sha256sum gives it
        assertThat(DocumentId.of("x".repeat(513)))
                .isEqualTo("35ade0090e64e74d6ad04204009c23a4e34b82bdf0f4f317fbcc5f26f9b10241");
    }

    @Test
    void lengthIsCountedInBytesNotCharacters() {
        String twoBytesEach = "ä".repeat(257);

        assertThat(twoBytesEach.getBytes(UTF_8)).hasSize(514);
        assertThat(DocumentId.of(twoBytesEach)).hasSize(64);
        assertThat(DocumentId.of("ä".repeat(256))).isEqualTo("ä".repeat(256));
    }
}
