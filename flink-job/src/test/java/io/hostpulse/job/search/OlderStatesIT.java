package io.hostpulse.job.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.document.TopicDocuments;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The states of an alert, a host and a window are written while somebody reads, and then once more
 * from the beginning, as after a restore.
 */
class OlderStatesIT {

    private static final long NOW = 1_793_534_400_000L;
    private static final int STATES = 5;

    /** So many are begun after a state was written that one of them sees it. */
    private static final int READINGS = 2;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final RegisteredMetrics metrics = new RegisteredMetrics();

    @ParameterizedTest
    @EnumSource
    void theStateThatIsReadNeverGoesBack(ElasticsearchRelease release) throws Exception {
        SearchServer server = release.emptyServer();
        List<List<IndexedDocument>> states =
                IntStream.rangeClosed(1, STATES).mapToObj(OlderStatesIT::documents).toList();
        try (WritingSink sink = new WritingSink(server, metrics)) {
            sink.write(states.get(0));
            try (Reader reader = new Reader(server)) {
                states.forEach(
                        state -> {
                            sink.write(state);
                            reader.look();
                        });
                states.forEach(
                        state -> {
                            sink.write(state);
                            reader.look();
                        });
                assertThat(reader.seen().values())
                        .allSatisfy(
                                each -> assertThat(each).isSorted().contains(1).endsWith(STATES));
            }
        }
        assertThat(metrics.count("hostpulse.supersededDocuments")).isEqualTo(3L * (STATES - 1));
        assertThat(metrics.count("hostpulse.refusedDocuments")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void inOneBulkTheNewestStateStaysThoughItComesFirst(ElasticsearchRelease release)
            throws Exception {
        SearchServer server = release.emptyServer();
        List<IndexedDocument> all = new ArrayList<>();
        IntStream.rangeClosed(1, STATES).forEach(state -> all.addAll(documents(state)));
        Collections.reverse(all);

        try (WritingSink sink = new WritingSink(server, metrics)) {
            sink.write(all);
        }

        assertThat(Kind.values())
                .allSatisfy(kind -> assertThat(kind.read(server)).isEqualTo(STATES));
    }

    /** What documents say of an alert, a host and a window, and where it is found. */
    private enum Kind {
        ALERT(
                Topics.ALERTS,
                """
                {"hostpulse":{"alert":{"started":"2026-11-01T00:00:00Z","transition":%d}}}""",
                "/hostpulse/alert/transition"),
        HOST(
                Topics.HOSTS,
                """
                {"hostpulse":{"host":{"interval":{"ms":%d}}}}""",
                "/hostpulse/host/interval/ms"),
        WINDOW(
                Topics.WINDOWS,
                """
                {"hostpulse":{"window":{"samples":%d}}}""",
                "/hostpulse/window/samples");

        private final String topic;
        private final String json;
        private final String pointer;

        Kind(String topic, String json, String pointer) {
            this.topic = topic;
            this.json = json;
            this.pointer = pointer;
        }

        IndexedDocument document(int state) {
            byte[] value = json.formatted(state).getBytes(UTF_8);
            return TopicDocuments.of(
                            new RawRecord(topic, 0, state, NOW, false, name(), state, null, value))
                    .get(0);
        }

        /** Which state somebody sees who reads the document now. */
        int read(SearchServer server) {
            IndexedDocument any = document(1);
            return server.get(any.index(), any.id()).at("/_source" + pointer).asInt();
        }
    }

    private static List<IndexedDocument> documents(int state) {
        return Arrays.stream(Kind.values()).map(kind -> kind.document(state)).toList();
    }

    /** Reads the documents over and over. */
    private static final class Reader implements AutoCloseable {

        private final SearchServer server;
        private final Map<Kind, List<Integer>> seen = new EnumMap<>(Kind.class);
        private final AtomicInteger readings = new AtomicInteger();
        private final CompletableFuture<Void> reading;
        private volatile boolean closed;

        Reader(SearchServer server) {
            this.server = server;
            for (Kind kind : Kind.values()) {
                seen.put(kind, new CopyOnWriteArrayList<>());
            }
            reading = CompletableFuture.runAsync(this::read);
        }

        /** Waits until all have been read anew. */
        void look() {
            int enough = readings.get() + READINGS;
            await().atMost(LONGEST_WAIT).until(() -> reading.isDone() || readings.get() >= enough);
        }

        /** The states of each that were read. */
        Map<Kind, List<Integer>> seen() {
            return seen;
        }

        @Override
        public void close() {
            closed = true;
            reading.join();
        }

        private void read() {
            while (!closed) {
                seen.forEach((kind, states) -> states.add(kind.read(server)));
                readings.incrementAndGet();
            }
        }
    }
}
