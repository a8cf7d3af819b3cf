package io.hostpulse.job.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.ElasticsearchStatusException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.DocWriteRequest;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.rest.RestStatus;

/** Does with each bulk what the test wants next. */
final class ScriptedServer implements PatientBulkSender.Transport {

    /** What the server does with the documents of one bulk. */
    interface Answer {
        void to(List<String> documents, ActionListener<BulkAnswer> answer);
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
    public void send(BulkRequest request, ActionListener<BulkAnswer> listener) {
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
            answer.onResponse(answer(statuses));
        };
    }

    static Answer taken() {
        return (documents, answer) -> answer.onResponse(BulkAnswer.TAKEN);
    }

    private static BulkAnswer answer(int... statuses) {
        List<BulkAnswer.Failure> failures = new ArrayList<>();
        for (int position = 0; position < statuses.length; position++) {
            if (statuses[position] >= 300) {
                ElasticsearchException failure = status(RestStatus.fromCode(statuses[position]));
                failures.add(
                        new BulkAnswer.Failure(
                                position, failure.status(), failure.getDetailedMessage()));
            }
        }
        return new BulkAnswer(failures);
    }
}
