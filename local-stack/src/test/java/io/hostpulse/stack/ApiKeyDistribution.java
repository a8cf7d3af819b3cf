package io.hostpulse.stack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The small Elasticsearch with a plugin, compiled against the server itself, without which it
 * cannot make API keys. Program and modules are links to it.
 */
final class ApiKeyDistribution {

    private static final String PLUGIN = "SecurityIndexAnalysis";

    private ApiKeyDistribution() {}

    /**
     * Makes it.
     *
     * @param home a directory that is not there yet
     * @return the home
     */
    static Path make(Path home) throws IOException {
        Path server = SourceTree.current().elasticsearchHome(ElasticsearchVersion.V8);
        Path plugin = Files.createDirectories(home.resolve("plugins").resolve(PLUGIN));
        for (String name : new String[] {"bin", "lib", "modules"}) {
            Files.createSymbolicLink(home.resolve(name), server.resolve(name));
        }
        compile(server.resolve("lib"), plugin, home.resolve("classes"));
        Files.writeString(
                plugin.resolve("plugin-descriptor.properties"),
                """
                name=%1$s
                description=What the security index needs
                version=1
                classname=%1$s
                elasticsearch.version=%2$s
                java.version=17
                """
                        .formatted(PLUGIN, versionOf(server)));
        return home;
    }

    private static void compile(Path libraries, Path plugin, Path classes) throws IOException {
        Path source = Files.createDirectories(classes).resolve(PLUGIN + ".java");
        try (InputStream code =
                ApiKeyDistribution.class.getResourceAsStream(
                        "security-index-analysis/" + PLUGIN + ".java")) {
            Files.copy(code, source);
        }
        run("javac", "--release=17", "-proc:none", "-cp", jarsIn(libraries), "" + source);
        run("jar", "--create", "--file=" + plugin.resolve("plugin.jar"), "-C", "" + classes, ".");
    }

    private static String jarsIn(Path libraries) throws IOException {
        try (Stream<Path> files = Files.list(libraries)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static void run(String tool, String... arguments) {
        int exitCode =
                ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
        if (exitCode != 0) {
            throw new IllegalStateException(tool + " ends with " + exitCode);
        }
    }

    private static String versionOf(Path server) {
        return server.getFileName().toString().replace("elasticsearch-", "");
    }
}
