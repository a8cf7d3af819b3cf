package io.hostpulse.stack.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.wire.rule.Definition;
import java.nio.file.Path;

/**
 * A definition and where it was read.
 *
 * @param line on which its document begins, from 1
 * @param tree as it is written
 */
public record FiledDefinition(Path file, int line, Definition definition, JsonNode tree) {

    public String id() {
        return definition.id();
    }
}
