package io.hostpulse.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobIdentityTest {

    @Test
    void aJobTellsItsArgumentsAndOperators() throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        environment.fromSequence(1, 2).uid("numbers").sinkTo(new DiscardingSink<>()).uid("discard");

        JobIdentity.publish(environment, "--windows", "1m", "--alertmanager=http://me:secret@am");

        Map<String, String> told = environment.getConfig().getGlobalJobParameters().toMap();
        assertThat(told)
                .containsEntry("hostpulse.operators", "discard,numbers")
                .containsEntry(
                        "hostpulse.arguments",
                        "[\"--windows\",\"1m\",\"--alertmanager=http://****@am\"]");
    }

    @Test
    void aJarIsKnownByWhatIsInIt(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("jar"), "abc");

        assertThat(JobIdentity.sha256(file))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void theJarIsFoundByARelativePathTooAsFlinksImageGivesIt() throws Exception {
        assertThat(JobIdentity.file(new URL("file:pom.xml"))).contains(Path.of("pom.xml"));
        assertThat(JobIdentity.file(Path.of("pom.xml").toUri().toURL()))
                .contains(Path.of("pom.xml").toAbsolutePath());
        assertThat(JobIdentity.file(new URL("file:src"))).isEmpty();
    }
}
