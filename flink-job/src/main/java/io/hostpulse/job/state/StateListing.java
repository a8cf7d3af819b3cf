package io.hostpulse.job.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/**
 * What a job keeps, in lines that can be compared: each state of each operator with its types, each
 * field of each record, each constant of each enum.
 */
public final class StateListing {

    static final String STATE = "state ";
    static final String FIELD = "field ";

    /** A field of a key: Flink finds entries by the bytes of their keys, so these never change. */
    static final String KEY_FIELD = "key-field ";

    static final String CONSTANT = "constant ";

    private static final String RESOURCE = "state.txt";
    private static final Pattern LINE = Pattern.compile("(.*?)(?: = (.*))?");

    /** Flink's own states have names like {@code nfaStateName}. */
    private static final Pattern OWN_STATE = Pattern.compile(STATE + "[^/]*/[a-z]+(-[a-z]+)*");

    private final SortedMap<String, String> lines = new TreeMap<>();

    /** What of the lines was found in which state first; none where they were read from text. */
    private final Map<String, String> places = new HashMap<>();

    /** Fields that a savepoint has and their class, as it is here, does not. */
    private final Set<String> absent = new HashSet<>();

    StateListing() {}

    /** What this release keeps. */
    static StateListing ofThisRelease() throws IOException {
        try (InputStream in = StateListing.class.getResourceAsStream(RESOURCE)) {
            return parse(new String(in.readAllBytes(), UTF_8).lines().toList());
        }
    }

    static StateListing parse(List<String> text) {
        StateListing listing = new StateListing();
        for (String line : text) {
            var parts = LINE.matcher(line);
            if (parts.matches()) {
                listing.lines.put(parts.group(1), Optional.ofNullable(parts.group(2)).orElse(""));
            }
        }
        return listing;
    }

    /** Takes in the states of an operator. */
    void add(String uid, List<StateMetaInfoSnapshot> states, ClassLoader classes)
            throws IOException {
        SerializedTypes types = new SerializedTypes(lines, absent, classes);
        for (StateMetaInfoSnapshot state : states) {
            String place = uid + "/" + state.getName();
            // a map state has its key in its value's serializer
            TypeSerializerSnapshot<?> value =
                    state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
            TypeSerializerSnapshot<?> key =
                    state.getTypeSerializerSnapshot(CommonSerializerKeys.KEY_SERIALIZER);
            String type = types.name(value, FIELD);
            lines.put(
                    STATE + place, key == null ? type : types.name(key, KEY_FIELD) + " to " + type);
            lines.keySet().stream()
                    .filter(line -> !line.startsWith(STATE))
                    .forEach(line -> places.putIfAbsent(line, place));
        }
    }

    List<String> lines() {
        return lines.entrySet().stream()
                .map(
                        line ->
                                line.getValue().isEmpty()
                                        ? line.getKey()
                                        : line.getKey() + " = " + line.getValue())
                .toList();
    }

    /** The uids of operators that keep something, by what savepoints know them. */
    Map<OperatorID, String> operators() {
        Map<OperatorID, String> uids = new TreeMap<>();
        for (String line : lines.keySet()) {
            if (line.startsWith(STATE)) {
                String uid = line.substring(STATE.length(), line.indexOf('/'));
                uids.put(OperatorIds.ofUid(uid), uid);
            }
        }
        return uids;
    }

    /**
     * Why a job that keeps this cannot start from what {@code saved} lists, in sentences. States of
     * Flink's own are for Flink to judge.
     */
    List<String> findObstacles(StateListing saved) {
        List<String> obstacles = new ArrayList<>();
        Map<OperatorID, String> gone = saved.operators();
        gone.keySet().removeAll(operators().keySet());
        gone.values().forEach(uid -> obstacles.add("operator " + uid + " is not known here"));
        saved.lines.forEach(
                (line, type) -> {
                    boolean isFlinks = line.startsWith(STATE) && !OWN_STATE.matcher(line).matches();
                    String here = lines.get(line);
                    String what = line + saved.place(line);
                    if (here == null && !isFlinks) {
                        obstacles.add(what + " is not known here: a newer release has written it");
                    } else if (here != null && !here.equals(type) && !isFlinks) {
                        obstacles.add("%s is %s there and %s here".formatted(what, type, here));
                    } else if (saved.absent.contains(line)) {
                        obstacles.add(
                                what
                                        + " is listed here, but its class has no such field: the jar is not built of one source, or a component was removed");
                    }
                });
        for (String line : lines.keySet()) {
            if (line.startsWith(KEY_FIELD)
                    && !saved.lines.containsKey(line)
                    && saved.hasFieldsOf(line)) {
                obstacles.add(line + " is new, but keys cannot gain fields");
            }
        }
        return obstacles;
    }

    private String place(String line) {
        String place = places.get(line);
        return place == null ? "" : " (in state " + place + ")";
    }

    private boolean hasFieldsOf(String line) {
        String type = line.substring(0, line.lastIndexOf('.') + 1);
        return lines.keySet().stream().anyMatch(each -> each.startsWith(type));
    }
}
