package io.hostpulse.stack.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.wire.rule.Definition;
import java.nio.file.Path;

/** A definition and where it was read. */
public final class FiledDefinition {

    private final Path file;
    private final YamlDocument document;
    private final Definition definition;

    FiledDefinition(Path file, YamlDocument document, Definition definition) {
        this.file = file;
        this.document = document;
        this.definition = definition;
    }

    public String id() {
        return definition.id();
    }

    public Path file() {
        return file;
    }

    public Definition definition() {
        return definition;
    }

    /** As it is written. */
    public JsonNode tree() {
        return document.tree().orElseThrow();
    }

    /** On which its document begins, from 1. */
    public int line() {
        return lineOf("");
    }

    /** On which a key such as {@code when.all[1].metric} stands, or should. */
    public int lineOf(String key) {
        return document.lineOf(key);
    }
}
