package io.hostpulse.benchmarks.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.index.ElasticsearchConfig;
import io.hostpulse.job.index.ElasticsearchDocumentSink;
import io.hostpulse.job.model.IndexedDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.http.HttpHost;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestHighLevelClient;
import org.elasticsearch.common.xcontent.XContentType;

/** Ways on which documents get to a server, in bulks of the same size. */
public enum Posting {
    /** A plain loop posts bodies that are ready, and throws the answers away. */
    LOOP,
    /** A plain loop of Elasticsearch's high-level client, which makes the bodies. */
    CLIENT,
    /** A Flink job that throws the documents away. */
    FLINK,
    /** The same with the job's own sink. */
    SINK;

    private static final int BULK_DOCUMENTS = ElasticsearchConfig.DEFAULT_BULK_DOCUMENTS;

    /** Sends all documents so often. */
    public void send(DocumentPool pool, int times, URI server) throws Exception {
        switch (this) {
            case LOOP -> postBodies(bodies(pool.documents()), times, server);
            case CLIENT -> sendBulks(pool.documents(), times, server);
            case FLINK -> runJob(pool, times, new DiscardingSink<>());
            case SINK ->
                    runJob(
                            pool,
                            times,
                            new ElasticsearchDocumentSink(
                                    ElasticsearchConfig.of(List.of(server)), new Properties()));
        }
    }

    private static void postBodies(List<byte[]> bodies, int times, URI server) throws IOException {
        try (RestClient client = RestClient.builder(HttpHost.create(server.toString())).build()) {
            for (int i = 0; i < times; i++) {
                for (byte[] body : bodies) {
                    Request request = new Request("POST", "/_bulk");
                    request.setEntity(new NByteArrayEntity(body, ContentType.APPLICATION_JSON));
                    EntityUtils.consume(client.performRequest(request).getEntity());
                }
            }
        }
    }

    private static void sendBulks(List<IndexedDocument> documents, int times, URI server)
            throws IOException {
        try (RestHighLevelClient client =
                new RestHighLevelClient(RestClient.builder(HttpHost.create(server.toString())))) {
            for (int i = 0; i < times; i++) {
                for (List<IndexedDocument> bulk : bulks(documents)) {
                    BulkRequest request = new BulkRequest();
                    bulk.forEach(
                            document ->
                                    request.add(
                                            new IndexRequest(document.index())
                                                    .id(document.id())
                                                    .source(document.json(), XContentType.JSON)));
                    client.bulk(request, RequestOptions.DEFAULT);
                }
            }
        }
    }

    private static void runJob(DocumentPool pool, int times, Sink<IndexedDocument> sink)
            throws Exception {
        DocumentPool.current = pool.documents();
        int size = pool.documents().size();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration().set(PipelineOptions.OBJECT_REUSE, true));
        environment.setParallelism(1);
        environment
                .fromSequence(0, (long) size * times - 1)
                .map(number -> DocumentPool.current.get((int) (number % size)))
                .returns(Types.POJO(IndexedDocument.class))
                .sinkTo(sink);
        environment.execute();
    }

    private static List<byte[]> bodies(List<IndexedDocument> documents) {
        List<byte[]> bodies = new ArrayList<>();
        for (List<IndexedDocument> bulk : bulks(documents)) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (IndexedDocument document : bulk) {
                body.writeBytes(
                        "{\"index\":{\"_index\":\"%s\",\"_id\":\"%s\"}}\n"
                                .formatted(document.index(), document.id())
                                .getBytes(UTF_8));
                body.writeBytes(document.json());
                body.write('\n');
            }
            bodies.add(body.toByteArray());
        }
        return bodies;
    }

    private static List<List<IndexedDocument>> bulks(List<IndexedDocument> documents) {
        List<List<IndexedDocument>> bulks = new ArrayList<>();
        for (int from = 0; from < documents.size(); from += BULK_DOCUMENTS) {
            bulks.add(documents.subList(from, Math.min(documents.size(), from + BULK_DOCUMENTS)));
        }
        return bulks;
    }
}
