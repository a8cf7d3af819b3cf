package io.hostpulse.agent.read;

/** Which filesystems to read: those whose mount point and type are both selected. */
public record FilesystemFilter(NameFilter mountPoints, NameFilter types) {

    /** Those that hold data. */
    public static final FilesystemFilter DEFAULT =
            new FilesystemFilter(NameFilter.DEFAULT, NameFilter.DEFAULT);

    /**
     * @param byDefault whether it is read when nothing is said
     */
    public boolean selects(String mountPoint, String type, boolean byDefault) {
        boolean unlessExcluded =
                mountPoints.replacesDefault() || types.replacesDefault() || byDefault;
        return unlessExcluded && mountPoints.selects(mountPoint, true) && types.selects(type, true);
    }
}
