package io.hostpulse.job.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a job has put out: documents by topic and key, in their order, and about what Alertmanager
 * was told.
 */
record Outcome(Map<String, List<String>> documents, TreeSet<String> notices) {

    static final String FIRES = " fires";
    static final String IS_RESOLVED = " is resolved";

    static Outcome of(Function<String, List<String>> written) {
        Map<String, List<String>> documents = new TreeMap<>();
        for (String topic : ToldJob.RESULTS) {
            for (String line : written.apply(topic)) {
                if (line.contains("\"state\":\"down\"")) {
                    continue; // again, where telling has taken long
                }
                String key = topic + " " + line.substring(0, line.indexOf('\t'));
                documents
                        .computeIfAbsent(key, unused -> new ArrayList<>())
                        .add(withoutWallClock(line));
            }
        }
        return new Outcome(documents, new TreeSet<>(written.apply(ToldJob.NOTICES)));
    }

    /** What was put out after {@code before}. Alertmanager may be told the same again. */
    Outcome since(Outcome before) {
        Map<String, List<String>> newer = new TreeMap<>();
        documents.forEach(
                (key, all) -> {
                    int known = before.documents.getOrDefault(key, List.of()).size();
                    if (all.size() > known) {
                        newer.put(key, all.subList(known, all.size()));
                    }
                });
        TreeSet<String> news = new TreeSet<>(notices);
        news.removeAll(before.notices);
        return new Outcome(newer, news);
    }

    Outcome then(Outcome later) {
        Map<String, List<String>> all = new TreeMap<>();
        documents.forEach((key, lines) -> all.put(key, new ArrayList<>(lines)));
        later.documents.forEach(
                (key, lines) ->
                        all.computeIfAbsent(key, unused -> new ArrayList<>()).addAll(lines));
        TreeSet<String> allNotices = new TreeSet<>(notices);
        allNotices.addAll(later.notices);
        return new Outcome(all, allNotices);
    }

    /** What is not as in {@code expected}, and what should be instead. */
    List<String> differencesFrom(Outcome expected) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(documents.keySet());
        keys.addAll(expected.documents.keySet());
        for (String key : keys) {
            List<String> here = documents.getOrDefault(key, List.of());
            List<String> there = expected.documents.getOrDefault(key, List.of());
            if (!here.equals(there)) {
                differences.add(
                        "%s: %d instead of %d documents".formatted(key, here.size(), there.size()));
                here.stream().filter(line -> !there.contains(line)).forEach(differences::add);
                there.stream()
                        .filter(line -> !here.contains(line))
                        .forEach(line -> differences.add("instead of " + line));
            }
        }
        TreeSet<String> news = new TreeSet<>(notices);
        news.removeIf(notice -> expected.repeats(notice));
        if (!news.equals(expected.notices)) {
            differences.add("notices " + news + " instead of " + expected.notices);
        }
        return differences;
    }

    /** Whether it is of an alert that fired before this began, and has only ended since. */
    private boolean repeats(String notice) {
        return !notices.contains(notice) && notices.contains(notice.replace(FIRES, IS_RESOLVED));
    }

    /** All documents that there have been, however often. */
    Set<String> distinctDocuments() {
        Set<String> distinct = new TreeSet<>();
        documents.values().forEach(distinct::addAll);
        return distinct;
    }

    /** The newest document of each id, as Elasticsearch has them. */
    Map<String, String> newestDocuments() {
        Map<String, String> newest = new TreeMap<>();
        documents.forEach(
                (topic, all) -> {
                    for (String line : all) {
                        int id = line.indexOf('\t', line.indexOf('\t') + 1);
                        newest.put(topic + " " + line.substring(0, id), line);
                    }
                });
        return newest;
    }

    /**
     * When a document was made differs from time to time, how old the story is, and how long a
     * silent host was waited for.
     */
    private static String withoutWallClock(String line) {
        String document =
                line.replaceAll("\"ingested\":\"[^\"]*\"", "\"ingested\":\"\"")
                        .replaceAll(
                                "\"ingest\":\\{\"delay\":\\{\"ms\":-?[0-9]+",
                                "\"ingest\":{\"delay\":{\"ms\":0")
                        .replaceAll("\"skew\":\\{\"ms\":-?[0-9]+", "\"skew\":{\"ms\":0");
        if (!line.startsWith(Story.DOWN + "|") || !line.contains("\"rule\"")) {
            return document;
        }
        return document.replaceAll("\"(@timestamp|fired|resolved|end)\":\"[^\"]*\"", "\"$1\":\"\"")
                .replaceAll("\"(duration|ms)\":[0-9]+", "\"$1\":0")
                .replaceAll("heard again after [^\"]*", "heard again");
    }
}
