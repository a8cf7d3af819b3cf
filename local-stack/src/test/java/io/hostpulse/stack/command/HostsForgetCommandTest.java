package io.hostpulse.stack.command;

import static io.hostpulse.stack.host.KnownHosts.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.host.KnownHost;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsForgetCommandTest {

    private static final List<KnownHost> KNOWN =
            List.of(
                    host("1", "db-1", "down"),
                    host("2", "web-1", "up"),
                    host("3", "web-2", "stopped"),
                    host("4", "web-2", "down"),
                    host("5", "web-3", "removed"));

    @Test
    void hostsAreChosenByNameIdOrGlobEachOnce() {
        assertThat(chosen("db-1")).containsExactly("1");
        assertThat(chosen("4")).containsExactly("4");
        assertThat(chosen("web-2")).containsExactly("3", "4");
        assertThat(chosen("web-*", "2", "?b-1")).containsExactly("2", "3", "4", "1");
    }

    @Test
    void whatIsNoHostAnyMoreIsAnErrorAndNothingIsForgotten() {
        assertThatThrownBy(() -> chosen("db-1", "web-l", "web-3"))
                .hasMessageStartingWith("Nothing was forgotten: there is no host 'web-l', did you")
                .hasMessageContaining("web-1")
                .hasMessageContaining("there is no host 'web-3'");
        assertThatThrownBy(() -> chosen("x*")).hasMessageContaining("there is no host 'x*'");
    }

    private static List<String> chosen(String... patterns) {
        return HostsForgetCommand.choose(List.of(patterns), KNOWN).stream()
                .map(KnownHost::id)
                .toList();
    }
}
