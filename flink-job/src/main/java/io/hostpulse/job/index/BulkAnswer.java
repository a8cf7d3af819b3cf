package io.hostpulse.job.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.common.xcontent.XContentParser;
import org.elasticsearch.common.xcontent.XContentParser.Token;
import org.elasticsearch.rest.RestStatus;

/** What a server answers to a bulk: which documents it has not taken. */
record BulkAnswer(List<Failure> failures) {

    /** All documents are taken. */
    static final BulkAnswer TAKEN = new BulkAnswer(List.of());

    /**
     * A document that is not taken.
     *
     * @param position in the bulk, from 0
     * @param message what the server says is wrong, with the type that it gives it
     */
    record Failure(int position, RestStatus status, String message) {}

    /**
     * Reads no further than to where it is said that nothing has failed.
     *
     * @throws IOException if it is no answer to a bulk
     */
    static BulkAnswer read(XContentParser answer) throws IOException {
        List<Failure> failures = null;
        if (answer.nextToken() == Token.START_OBJECT) {
            while (answer.nextToken() == Token.FIELD_NAME) {
                String name = answer.currentName();
                Token value = answer.nextToken();
                if (name.equals("errors")
                        && value == Token.VALUE_BOOLEAN
                        && !answer.booleanValue()) {
                    return TAKEN;
                } else if (name.equals("items") && value == Token.START_ARRAY) {
                    failures = readItems(answer);
                } else {
                    answer.skipChildren();
                }
            }
        }
        if (failures == null) {
            throw new IOException("this is no answer to a bulk");
        }
        return new BulkAnswer(failures);
    }

    private static List<Failure> readItems(XContentParser answer) throws IOException {
        List<Failure> failures = new ArrayList<>();
        for (int position = 0; answer.nextToken() == Token.START_OBJECT; position++) {
            answer.nextToken(); // the name of the action
            answer.nextToken();
            readItem(answer, position, failures);
            answer.nextToken();
        }
        return failures;
    }

    private static void readItem(XContentParser answer, int position, List<Failure> failures)
            throws IOException {
        String message = null;
        int status = 0;
        while (answer.nextToken() == Token.FIELD_NAME) {
            String name = answer.currentName();
            answer.nextToken();
            switch (name) {
                case "status" -> status = answer.intValue();
                case "error" ->
                        message = ElasticsearchException.fromXContent(answer).getDetailedMessage();
                default -> answer.skipChildren();
            }
        }
        if (message != null) {
            failures.add(new Failure(position, RestStatus.fromCode(status), message));
        }
    }
}
