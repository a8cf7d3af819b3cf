package io.hostpulse.stack.process;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The run records of a stack, one JSON file per component. */
public final class RunRecords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    public RunRecords(Path directory) {
        this.directory = directory;
    }

    /** All there are, in the order in which components are started. */
    public List<RunRecord> all() {
        return Stream.of(Component.values())
                .flatMap(component -> find(component).stream())
                .toList();
    }

    public Optional<RunRecord> find(Component component) {
        Path file = file(component);
        try {
            return Optional.of(read(component, JSON.readTree(Files.readString(file))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw new StackException(
                    "The run record "
                            + file
                            + " cannot be read: end its process by hand and delete it.",
                    e);
        }
    }

    public void write(RunRecord record) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("pid", record.process().pid())
                        .put("startTicks", record.process().startTicks())
                        .put("bootId", record.process().bootId())
                        .put("started", record.started().toString())
                        .put("address", record.address())
                        .put("log", record.log().toString());
        Launch launch = record.launch();
        launch.command().forEach(json.putArray("command")::add);
        launch.environment().forEach(json.putObject("environment")::put);
        launch.pidFile().ifPresent(pidFile -> json.put("pidFile", pidFile.toString()));
        Path file = file(record.component());
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(directory);
            Files.writeString(draft, json.toPrettyString() + "\n");
            Files.move(draft, file, ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    public void remove(Component component) {
        try {
            Files.deleteIfExists(file(component));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file(component), e);
        }
    }

    /** All but the supervisor, which looks after these. */
    public List<RunRecord> supervised() {
        return all().stream().filter(record -> record.component() != Component.SUPERVISOR).toList();
    }

    /** Forgets all processes. */
    public void clear() {
        Stream.of(Component.values()).forEach(this::remove);
    }

    private Path file(Component component) {
        return directory.resolve(component.id() + ".json");
    }

    private static RunRecord read(Component component, JsonNode json) {
        return new RunRecord(
                component,
                new ProcessIdentity(
                        json.required("pid").longValue(),
                        json.required("startTicks").longValue(),
                        json.required("bootId").textValue()),
                Instant.parse(json.required("started").textValue()),
                json.required("address").textValue(),
                Path.of(json.required("log").textValue()),
                readLaunch(json));
    }

    private static Launch readLaunch(JsonNode json) {
        List<String> command = new ArrayList<>();
        json.path("command").forEach(word -> command.add(word.textValue()));
        Map<String, String> environment = new HashMap<>();
        json.path("environment")
                .properties()
                .forEach(each -> environment.put(each.getKey(), each.getValue().textValue()));
        return new Launch(
                command,
                environment,
                Optional.ofNullable(json.path("pidFile").textValue()).map(Path::of));
    }
}
