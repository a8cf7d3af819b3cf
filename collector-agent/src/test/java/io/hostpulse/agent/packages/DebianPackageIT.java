package io.hostpulse.agent.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.agent.packages.ShellCommand.Result;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package: what is in it, and on machines that allow it, a real installation. */
class DebianPackageIT {

    private static final String NAME = "hostpulse-collector-agent";
    private static final String USER = "hostpulse-agent";
    private static final Path CONFIGURATION = Path.of("/etc/hostpulse/agent.yaml");
    private static final Path STATE = Path.of("/var/lib/hostpulse-agent");
    private static final Path CACHE = Path.of("/var/cache/hostpulse-agent");
    private static final Path DROP_INS = Path.of("/etc/systemd/system", NAME + ".service.d");
    private static final long MOST_BYTES = 30_000_000;
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)");

    private final String file = System.getProperty("hostpulse.debian-package");

    @TempDir private Path directory;

    @BeforeEach
    void needsDpkg() {
        assumeTrue(
                ShellCommand.isInstalled("dpkg-deb"),
                "no dpkg here: the Debian package is built but not looked at");
    }

    @Test
    void itHasTheAgentItsUnitAndItsConfiguration() throws Exception {
        Result contents = ShellCommand.run("dpkg-deb", "--contents", file);

        assertThat(contents.output())
                .contains("./usr/share/hostpulse-collector-agent/collector-agent.jar")
                .contains("./usr/share/hostpulse-collector-agent/jvm.options")
                .contains("./usr/lib/systemd/system/hostpulse-collector-agent.service")
                .containsPattern("-rwxr-xr-x root/root .*bin/collector-agent")
                .contains("./usr/bin/collector-agent -> ")
                .contains("./usr/share/man/man1/collector-agent.1.gz")
                .contains("./usr/share/doc/hostpulse-collector-agent/changelog.gz")
                .contains("./usr/share/doc/hostpulse-collector-agent/copyright");
    }

    @Test
    void itIsSmall() throws Exception {
        Result kibibytes = ShellCommand.run("dpkg-deb", "--field", file, "Installed-Size");

        assertThat(1024 * Long.parseLong(kibibytes.output().strip())).isLessThan(MOST_BYTES);
        assertThat(Path.of(file))
                .extracting(path -> path.toFile().length())
                .satisfies(bytes -> assertThat(bytes).isLessThan(MOST_BYTES));
    }

    @Test
    void itHasNativeCodeOfLinuxAloneAndOfEachProcessor() throws Exception {
        ShellCommand.run("dpkg-deb", "--extract", file, directory.toString());
        List<String> entries = new ArrayList<>();
        for (String library : List.of("zstd-jni", "snappy-java", "lz4-java", "jna-jpms")) {
            entries.addAll(entries(library));
        }

        assertThat(entries)
                .contains("linux/amd64/", "linux/aarch64/", "com/sun/jna/linux-x86-64/")
                .contains("com/sun/jna/linux-aarch64/", "net/jpountz/util/linux/amd64/")
                .contains("net/jpountz/util/linux/aarch64/")
                .contains("org/xerial/snappy/native/Linux/x86_64/")
                .contains("org/xerial/snappy/native/Linux/aarch64/");
        assertThat(entries.stream().filter(entry -> NATIVE.matcher(entry).matches()))
                .hasSizeGreaterThan(30)
                .allMatch(entry -> entry.toLowerCase(Locale.ROOT).contains("linux"));
    }

    @Test
    void everyCompressionThatKafkaKnowsWorks() throws Exception {
        ShellCommand.run("dpkg-deb", "--extract", file, directory.toString());
        Path own =
                Path.of(
                        CompressionRoundTrip.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());

        Result roundTrip =
                ShellCommand.run(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        home().resolve("lib") + "/*:" + own,
                        CompressionRoundTrip.class.getName());

        assertThat(roundTrip.exitCode()).as(roundTrip.output()).isZero();
        assertThat(roundTrip.output()).contains("gzip", "snappy", "lz4", "zstd");
    }

    @Test
    void lintianHasNothingToSay() throws Exception {
        assumeTrue(ShellCommand.isInstalled("lintian"), "no lintian here");

        Result lintian = ShellCommand.run("lintian", "--allow-root", file);

        assertThat(lintian.output()).isEmpty();
    }

    @Test
    void theConfigurationIsTheOperatorsOnUpgrades() throws Exception {
        Result control = ShellCommand.run("dpkg-deb", "--info", file, "conffiles");

        assertThat(control.output().strip()).isEqualTo(CONFIGURATION.toString());
    }

    @Test
    void theUnitIsOneThatSystemdAccepts() throws Exception {
        assumeTrue(ShellCommand.isInstalled("systemd-analyze"), "no systemd here");
        ShellCommand.run("dpkg-deb", "--extract", file, directory.toString());
        Path unit = directory.resolve("usr/lib/systemd/system/" + NAME + ".service");
        // the check also looks for the program, where it is not installed
        String text = Files.readString(unit);
        Files.writeString(unit, text.replace("=/usr/bin/", "=" + directory + "/usr/bin/"));

        Result verified =
                ShellCommand.run("systemd-analyze", "verify", "--man=no", unit.toString());
        assertThat(verified.output().lines().filter(line -> line.contains(NAME))).isEmpty();

        assumeTrue(
                ShellCommand.run("systemd-analyze", "--help").output().contains("--offline"),
                "this systemd cannot judge a unit that it does not run");
        Result security =
                ShellCommand.run(
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=25",
                        "--no-pager",
                        unit.toString());

        assertThat(security.exitCode()).as(security.output()).isZero();
    }

    @Test
    void itInstallsRunsAndGoesAgain() throws Exception {
        assumeTrue(
                Files.isWritable(Path.of("/var/lib/dpkg")),
                "not root: the Debian package is not installed");
        assumeTrue(
                ShellCommand.run("dpkg-query", "--show", NAME).exitCode() != 0
                        && Files.notExists(CONFIGURATION.getParent())
                        && Files.notExists(DROP_INS)
                        && Files.notExists(STATE)
                        && Files.notExists(CACHE),
                "the agent is installed here: it is left as it is");
        boolean hasUser = ShellCommand.run("getent", "passwd", USER).exitCode() == 0;
        try {
            Result install =
                    ShellCommand.run(
                            "dpkg", "--force-depends", "--force-confnew", "--install", file);
            assertThat(install.exitCode()).as(install.output()).isZero();
            assertThat(Files.getOwner(STATE).getName()).isEqualTo(USER);
            assertThat(CONFIGURATION).exists();
            assertThat(runAsItsUser("collector-agent", "--once").output())
                    .contains("\"schemaVersion\"");

            Result remove = ShellCommand.run("dpkg", "--remove", NAME);
            assertThat(remove.exitCode()).as(remove.output()).isZero();
            assertThat(Path.of("/usr/lib", NAME)).doesNotExist();
            assertThat(CONFIGURATION).exists();
            Files.createDirectory(CACHE);
            Files.writeString(CONFIGURATION.resolveSibling("agent.env"), "HOSTPULSE_X=secret");
            Files.createDirectories(DROP_INS);
            Files.writeString(DROP_INS.resolve("override.conf"), "secret");
        } finally {
            ShellCommand.run("dpkg", "--purge", "--force-depends", NAME);
            if (!hasUser) {
                ShellCommand.run("userdel", USER);
            }
        }
        assertThat(CONFIGURATION.getParent()).doesNotExist();
        assertThat(DROP_INS).doesNotExist();
        assertThat(STATE).doesNotExist();
        assertThat(CACHE).doesNotExist();
    }

    private Path home() {
        return directory.resolve("usr/share").resolve(NAME);
    }

    private List<String> entries(String library) throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(home().resolve("lib"), library + "-*.jar")) {
            try (ZipFile jar = new ZipFile(found.iterator().next().toFile())) {
                return jar.stream().map(ZipEntry::getName).toList();
            }
        }
    }

    private static Result runAsItsUser(String... command) throws Exception {
        List<String> whole =
                new ArrayList<>(
                        List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        whole.addAll(List.of(command));
        return ShellCommand.run(Map.of("HOSTPULSE_STATE_DIR", STATE.toString()), whole);
    }
}
