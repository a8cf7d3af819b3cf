package io.hostpulse.job.document;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.LabelType;
import io.hostpulse.wire.proto.OperatingSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The fields that say which host and agent a document is about, in ECS's names. */
final class HostFields {

    static final List<LabelField> HOST = MetricCatalogue.labelsOf(HostIdentity.getDescriptor());
    static final List<LabelField> OS = MetricCatalogue.labelsOf(OperatingSystem.getDescriptor());
    static final List<LabelField> AGENT = MetricCatalogue.labelsOf(AgentIdentity.getDescriptor());

    /** Under which labels of people's own choice are. */
    static final String LABELS = "labels";

    private HostFields() {}

    /** Everything about a host, with its labels. */
    static void putHost(Json json, HostIdentity host, String hostName) {
        putInventory(json, host, hostName);
        putFreeLabels(json, host.getLabelsMap());
    }

    /** The same without its labels. */
    static void putInventory(Json json, HostIdentity host, String hostName) {
        putLabels(json, HOST, host);
        json.put("host.name", hostName);
        putLabels(json, OS, host.getOs());
        CloudFields.put(json, host.getLabelsMap());
    }

    /** What a state or record keeps of a host, which it has from a sample. */
    static HostIdentity read(byte[] identity) {
        try {
            return HostIdentity.parseFrom(identity);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static void putLabels(Json json, List<LabelField> labels, Message message) {
        for (LabelField label : labels) {
            putLabel(json, label, message);
        }
    }

    static void putFreeLabels(Json json, Map<String, String> labels) {
        freeLabels(labels).forEach((name, value) -> json.put(LABELS + "." + name, value));
    }

    /**
     * Labels by the names of their fields. They are a flat object: a dot in a key would make an
     * object of what may be a word. A blank key is no field's name, and would have Elasticsearch
     * refuse the whole document; an empty value says nothing.
     */
    static Map<String, String> freeLabels(Map<String, String> labels) {
        Map<String, String> present = new TreeMap<>(labels);
        present.entrySet()
                .removeIf(label -> label.getKey().isBlank() || label.getValue().isEmpty());
        return LabelNames.byName(present, key -> key.replace('.', '_'), Set.of());
    }

    /**
     * The same for labels as a window has them.
     *
     * @param labels keys and values, one after the other
     */
    static Map<String, String> freeLabels(String[] labels) {
        Map<String, String> byKey = new TreeMap<>();
        for (int i = 0; i + 1 < labels.length; i += 2) {
            byKey.put(labels[i], labels[i + 1]);
        }
        return freeLabels(byKey);
    }

    private static void putLabel(Json json, LabelField label, Message message) {
        Object value = label.read(message);
        if (value instanceof List<?> values) {
            List<String> texts = new ArrayList<>();
            values.forEach(each -> texts.add(each.toString()));
            if (!texts.isEmpty()) {
                json.putAll(Json.path(label.name()), texts);
            }
        } else if (value instanceof Number number) {
            if (label.type() == LabelType.DATE) {
                json.putTime(label.name(), number.longValue());
            } else if (number.longValue() != 0 || label.key()) {
                json.put(label.name(), number.longValue());
            }
        } else {
            json.put(label.name(), value.toString());
        }
    }
}
