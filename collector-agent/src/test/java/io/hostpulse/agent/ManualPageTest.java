package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The manual page and the command line say the same. */
class ManualPageTest {

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z][a-z-]*");
    private static final Pattern EXIT_CODE = Pattern.compile("(?m)^\\.B (\\d+)$");

    private final CommandLine agent = CollectorAgent.commandLine(Map.of(), Duration.ofMillis(1));

    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("src/main/deb/collector-agent.1")).replace("\\-", "-");
    }

    @Test
    void itHasTheOptionsAndNoOthers() {
        Set<String> options =
                commands()
                        .flatMap(command -> command.getCommandSpec().options().stream())
                        .flatMap(option -> Stream.of(option.names()))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(find(OPTION, section("OPTIONS"), 0)).isEqualTo(options);
    }

    @Test
    void itHasTheCommands() {
        assertThat(find(Pattern.compile("(?m)^\\.B (\\w+)$"), section("COMMANDS"), 1))
                .isEqualTo(new TreeSet<>(agent.getSubcommands().keySet()));
    }

    @Test
    void itHasTheExitCodes() {
        Set<String> codes =
                commands()
                        .map(command -> command.getCommandSpec().usageMessage().exitCodeList())
                        .map(Map::keySet)
                        .flatMap(Collection::stream)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(find(EXIT_CODE, section("EXIT STATUS"), 1)).isEqualTo(codes);
    }

    private Stream<CommandLine> commands() {
        return Stream.concat(Stream.of(agent), agent.getSubcommands().values().stream());
    }

    private String section(String heading) {
        String rest = page.substring(page.indexOf(".SH " + heading + "\n"));
        int end = rest.indexOf("\n.SH ", 1);
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static Set<String> find(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
