package io.hostpulse.job.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.ElasticsearchStatusException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.DocWriteRequest;
import org.elasticsearch.action.DocWriteRequest.OpType;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.action.index.IndexResponse;
import org.elasticsearch.index.shard.ShardId;
import org.elasticsearch.rest.RestStatus;

/** Does with each bulk what the test wants next. */
final class ScriptedServer implements PatientBulkSender.Transport {

    /** What the server does with the documents of one bulk. */
    interface Answer {
        void to(List<String> documents, ActionListener<BulkResponse> answer);
    }

    final List<List<String>> received = new CopyOnWriteArrayList<>();
    final List<String> sources = new CopyOnWriteArrayList<>();
    final List<Long> versions = new CopyOnWriteArrayList<>();
    private final Queue<Answer> script = new ArrayDeque<>();
    private Answer otherwise = failing(new IllegalStateException("nothing was expected any more"));

    void answers(Answer... answers) {
        script.addAll(List.of(answers));
    }

    void otherwise(Answer answer) {
        otherwise = answer;
    }

    @Override
    public void send(BulkRequest request, ActionListener<BulkResponse> listener) {
        List<String> documents = request.requests().stream().map(DocWriteRequest::id).toList();
        received.add(documents);
        request.requests()
                .forEach(
                        each -> {
                            sources.add(((IndexRequest) each).source().utf8ToString());
                            versions.add(each.version());
                        });
        Answer next = script.poll();
        (next == null ? otherwise : next).to(documents, listener);
    }

    /** Of a conflict it says what it is, as the server does. */
    static ElasticsearchException status(RestStatus status) {
        return new ElasticsearchStatusException(
                "status "
                        + status.getStatus()
                        + (status == RestStatus.CONFLICT
                                ? " [type=version_conflict_engine_exception]"
                                : ""),
                status);
    }

    static Answer failing(Exception failure) {
        return (documents, answer) -> answer.onFailure(failure);
    }

    static Answer statuses(int... statuses) {
        return (documents, answer) -> {
            assertThat(documents).hasSameSizeAs(statuses);
            answer.onResponse(response(statuses));
        };
    }

    static BulkResponse taken(int documents) {
        int[] statuses = new int[documents];
        Arrays.fill(statuses, 201);
        return response(statuses);
    }

    static BulkResponse response(int... statuses) {
        BulkItemResponse[] items = new BulkItemResponse[statuses.length];
        for (int i = 0; i < statuses.length; i++) {
            items[i] = item(i, RestStatus.fromCode(statuses[i]));
        }
        return new BulkResponse(items, 1);
    }

    static BulkItemResponse item(int position, RestStatus status) {
        if (status.getStatus() < 300) {
            return new BulkItemResponse(
                    position,
                    OpType.INDEX,
                    new IndexResponse(
                            new ShardId("index", "_na_", 0), "_doc", "id", 1, 1, 1, true));
        }
        return new BulkItemResponse(
                position,
                OpType.INDEX,
                new BulkItemResponse.Failure("index", "_doc", "id", status(status)));
    }
}
