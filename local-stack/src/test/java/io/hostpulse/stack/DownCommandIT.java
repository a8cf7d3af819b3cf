package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.ShortCommand;
import io.hostpulse.stack.process.StackProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownCommandIT {

    @TempDir private Path directory;

    @Test
    void whatBelongsToAnotherUserRunsStillAndIsNamed() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"));
        DataDirectory data = new DataDirectory(directory);
        data.create();
        StackProcess kafka =
                StackProcess.start(data, Component.KAFKA, List.of("sleep", "120"), Map.of(), "");
        try {
            Path output = directory.resolve("down.out");

            assertThat(ShortCommand.run(downAsNobody(), output)).isEqualTo(1);

            assertThat(output)
                    .content()
                    .contains(
                            "Kafka runs still: process %d belongs to root, who has to end it."
                                    .formatted(kafka.runRecord().process().pid()));
            assertThat(kafka.isAlive()).isTrue();
            assertThat(new RunRecords(data.run()).find(Component.KAFKA)).isPresent();
        } finally {
            kafka.runRecord().process().kill();
        }
    }

    /** May read and write all files, as the tree and its data may be root's, but end no process. */
    private List<String> downAsNobody() {
        return List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override",
                "--securebits=+no_setuid_fixup",
                Path.of(System.getProperty("java.home")).resolve("bin/java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Hostpulse.class.getName(),
                "down",
                "--data-dir",
                directory.toString());
    }
}
