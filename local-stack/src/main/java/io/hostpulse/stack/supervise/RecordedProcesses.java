package io.hostpulse.stack.supervise;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.process.ProcessIdentity;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.process.StackProcess;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/** The processes of a stack by their run records. */
final class RecordedProcesses implements ProcessTable {

    private final DataDirectory data;
    private final RunRecords records;
    private FileTime read = FileTime.fromMillis(0);
    private List<RunRecord> all = List.of();

    RecordedProcesses(DataDirectory data) {
        this.data = data;
        this.records = new RunRecords(data.run());
    }

    /** Reads them only when one was written or removed, since it is asked about every second. */
    @Override
    public List<RunRecord> all() {
        Path directory = data.run();
        FileTime changed = FileTime.fromMillis(directory.toFile().lastModified());
        // of a change within the time stamp's precision the second would be missed
        boolean isSettled = changed.toMillis() < System.currentTimeMillis() - 2_000;
        if (!isSettled || !changed.equals(read)) {
            all = records.supervised();
            read = isSettled ? changed : FileTime.fromMillis(0);
        }
        return all;
    }

    @Override
    public boolean isAlive(RunRecord record) {
        return record.isAlive();
    }

    @Override
    public String causeOfEnd(RunRecord ended) {
        ended.awaitExitCode();
        return ended.causeOfEnd();
    }

    @Override
    public boolean isSucceeded(RunRecord ended) {
        return StackProcess.adopt(data, ended).isPresent();
    }

    @Override
    public void restart(RunRecord ended) {
        // what it has started may live on, and hold its ports and files
        ended.process().withSession().forEach(ProcessIdentity::kill);
        StackProcess.restart(data, ended);
    }

    @Override
    public void kill(RunRecord record) {
        record.process().withSession().forEach(ProcessIdentity::kill);
    }

    @Override
    public boolean undisturbed(Runnable work) {
        Optional<StackLock> lock = StackLock.tryAcquireProcesses(data);
        if (lock.isEmpty()) {
            return false;
        }
        try (StackLock held = lock.get()) {
            work.run();
        }
        return true;
    }
}
