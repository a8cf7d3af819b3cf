package io.hostpulse.job.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a job has put out: documents by topic and key, in their order, and about what Alertmanager
 * was told.
 */
record Outcome(Map<String, List<String>> documents, TreeSet<String> notices) {

    static Outcome of(Function<String, List<String>> written) {
        Map<String, List<String>> documents = new TreeMap<>();
        for (String topic : ToldJob.RESULTS) {
            for (String line : written.apply(topic)) {
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

    /** How long a silent host was waited for is the one thing that differs from time to time. */
    private static String withoutWallClock(String line) {
        if (!line.startsWith(Story.DOWN + "|") || !line.contains("\"rule\"")) {
            return line;
        }
        return line.replaceAll("\"(@timestamp|fired|end)\":\"[^\"]*\"", "\"$1\":\"\"")
                .replaceAll("\"(duration|ms)\":[0-9]+", "\"$1\":0")
                .replaceAll("heard again after [^\"]*", "heard again");
    }
}
