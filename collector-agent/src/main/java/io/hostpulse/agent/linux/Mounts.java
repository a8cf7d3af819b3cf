package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.FilesystemFilter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filesystems that hold data, from /proc/self/mountinfo: one mount of each, the one with the
 * shortest path. A filter may leave some out and ask for others. See proc_pid_mountinfo(5).
 */
final class Mounts {

    /** Filesystems that live in another host, and may stop to answer with it. */
    private static final Set<String> REMOTE_TYPES =
            Set.of(
                    "nfs",
                    "nfs4",
                    "cifs",
                    "smb3",
                    "smbfs",
                    "ncpfs",
                    "afs",
                    "ceph",
                    "glusterfs",
                    "lustre",
                    "gfs",
                    "gfs2",
                    "ocfs2",
                    "beegfs",
                    "9p",
                    "davfs");

    private static final Set<String> PSEUDO_TYPES =
            Set.of(
                    "autofs",
                    "bdev",
                    "binder",
                    "binfmt_misc",
                    "bpf",
                    "cgroup",
                    "cgroup2",
                    "configfs",
                    "cpuset",
                    "debugfs",
                    "devpts",
                    "devtmpfs",
                    "efivarfs",
                    "fusectl",
                    "hugetlbfs",
                    "mqueue",
                    "nfsd",
                    "nsfs",
                    "overlay",
                    "proc",
                    "pstore",
                    "ramfs",
                    "resctrl",
                    "rootfs",
                    "rpc_pipefs",
                    "securityfs",
                    "selinuxfs",
                    "sysfs",
                    "tracefs");

    /** Images, which are full by their nature. */
    private static final Set<String> IMAGE_TYPES =
            Set.of("squashfs", "iso9660", "udf", "erofs", "cramfs", "romfs");

    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    private static final List<String> SYSTEM_PATHS = List.of("/dev", "/run", "/sys", "/proc");

    /**
     * One mounted filesystem.
     *
     * @param mountPoint as the host has it
     * @param path of the mount point as the agent has it
     * @param device such as /dev/sda1, or server:/export
     */
    record Mount(String mountPoint, String path, String device, String type, boolean remote) {}

    private final ProcText text = new ProcText();
    private final File mountinfo;
    private final String prefix;
    private byte[] content = {};
    private FilesystemFilter filter = FilesystemFilter.DEFAULT;
    private List<Mount> mounts = List.of();

    /**
     * @param root where the agent sees the host's root directory; what is mounted elsewhere is not
     *     the host's
     */
    Mounts(Path proc, Path root) {
        this.mountinfo = proc.resolve("self/mountinfo").toFile();
        this.prefix = root.equals(root.getRoot()) ? "" : root.toString();
    }

    List<Mount> read(FilesystemFilter selected) throws IOException {
        byte[] current = text.load(mountinfo).content();
        if (!Arrays.equals(current, content) || !selected.equals(filter)) {
            mounts = List.copyOf(parse(selected));
            content = current;
            filter = selected;
        }
        return mounts;
    }

    private Collection<Mount> parse(FilesystemFilter selected) throws IOException {
        // a mount hides those that were made before it at the same place
        Map<String, Entry> byPlace = new LinkedHashMap<>();
        while (text.nextLine()) {
            Entry entry = readEntry();
            String path = entry.mount().path();
            if (isBelow(path, prefix)) {
                byPlace.remove(path);
                byPlace.put(path, entry);
            }
        }
        Map<String, Mount> byFilesystem = new LinkedHashMap<>();
        byPlace.values().stream()
                .filter(
                        entry ->
                                selected.selects(
                                        entry.mount().mountPoint(),
                                        entry.mount().type(),
                                        holdsData(entry)))
                .forEach(
                        entry ->
                                byFilesystem.merge(
                                        entry.identity(), entry.mount(), Mounts::shorter));
        return byFilesystem.values();
    }

    private record Entry(Mount mount, String number, String root, boolean readOnly) {

        /** Volumes of one btrfs have several numbers and one device. */
        String identity() {
            return mount.device().startsWith("/dev/") ? mount.device() : number;
        }
    }

    /** {@code 27 1 254:0 / /mnt rw,relatime shared:1 - ext4 /dev/vda rw}. */
    private Entry readEntry() throws IOException {
        String number = text.skip(2).word();
        String root = text.word();
        String path = unescape(text.word());
        String mountPoint = path.length() > prefix.length() ? path.substring(prefix.length()) : "/";
        String options = text.word();
        while (!text.atEndOfLine() && !text.word().equals("-")) {
            // optional fields
        }
        String type = unescape(text.word());
        // may be empty
        String device = unescape(text.field());
        boolean remote = REMOTE_TYPES.contains(type) || type.startsWith("fuse.");
        boolean readOnly = Arrays.asList(options.split(",")).contains("ro");
        return new Entry(new Mount(mountPoint, path, device, type, remote), number, root, readOnly);
    }

    private static boolean holdsData(Entry entry) {
        Mount mount = entry.mount();
        // the root of a container lies on an overlay; elsewhere it shows what another mount has
        if (mount.type().equals("overlay") && mount.mountPoint().equals("/")) {
            return true;
        }
        if (PSEUDO_TYPES.contains(mount.type()) || IMAGE_TYPES.contains(mount.type())) {
            return false;
        }
        if (mount.type().equals("tmpfs")) {
            return !entry.readOnly()
                    && SYSTEM_PATHS.stream().noneMatch(path -> isBelow(mount.mountPoint(), path));
        }
        // containers have single files mounted from their host
        return mount.remote() || entry.root().equals("/") || !new File(mount.path()).isFile();
    }

    private static boolean isBelow(String path, String parent) {
        return path.equals(parent) || path.startsWith(parent + "/");
    }

    private static Mount shorter(Mount one, Mount other) {
        return other.mountPoint().length() < one.mountPoint().length() ? other : one;
    }

    /**
     * What would end a word, and the backslash itself, are written as a backslash and three octal
     * digits.
     */
    private static String unescape(String word) {
        if (word.indexOf('\\') < 0) {
            return word;
        }
        return ESCAPE.matcher(word)
                .replaceAll(
                        match ->
                                Matcher.quoteReplacement(
                                        Character.toString(Integer.parseInt(match.group(1), 8))));
    }
}
