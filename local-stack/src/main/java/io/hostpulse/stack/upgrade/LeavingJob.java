package io.hostpulse.stack.upgrade;

import java.nio.file.Path;

/**
 * A job that is to go.
 *
 * @param jar that it is started from again if the jobs to come do not run
 */
public record LeavingJob(JobDescription job, Path jar) {}
