package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jars in the JobManager that were uploaded from here. Each has its SHA-256 in its name there,
 * so that none is uploaded twice, and others' are told apart.
 */
public final class UploadedJars {

    private static final Pattern NAME = Pattern.compile("hostpulse-job-(\\p{XDigit}{64})\\.jar");

    private final FlinkRest flink;
    private final JarArchive archive;

    /**
     * @param archive which keeps all that is uploaded
     */
    public UploadedJars(FlinkRest flink, JarArchive archive) {
        this.flink = flink;
        this.archive = archive;
    }

    /** The id under which the JobManager knows a jar, which is uploaded if it does not. */
    public String idOf(Path jar) {
        Path kept = archive.keep(jar);
        String name = "hostpulse-job-" + kept.getFileName();
        return flink.jars().entrySet().stream()
                .filter(each -> each.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> flink.upload(kept, name));
    }

    /** Deletes those from here that neither the jobs that run nor a rollback needs. */
    void retainNeeded(SavepointFolder folder) {
        try {
            Set<String> needed = new HashSet<>();
            JobDescription.active(flink).forEach(job -> needed.add(job.jar()));
            folder.beforeLastUpgrade().forEach(record -> needed.add(record.job().jar()));
            flink.jars()
                    .forEach(
                            (id, name) -> {
                                Matcher ours = NAME.matcher(name);
                                if (ours.matches()
                                        && archive.find(ours.group(1)).isPresent()
                                        && !needed.contains(ours.group(1))) {
                                    flink.delete(id);
                                }
                            });
        } catch (StackException | HttpStatusException | UncheckedIOException notNow) {
            // they go after the next change
        }
    }
}
