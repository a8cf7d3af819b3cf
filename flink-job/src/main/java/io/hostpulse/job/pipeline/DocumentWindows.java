package io.hostpulse.job.pipeline;

import io.hostpulse.job.document.WindowDocuments;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.Window;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Turns windows into their documents. Keeps no state. */
final class DocumentWindows extends RichMapFunction<Window, KafkaDocument> {

    private static final long serialVersionUID = 1L;

    private transient WindowDocuments documents;

    @Override
    public void open(OpenContext context) {
        documents = new WindowDocuments();
    }

    @Override
    public KafkaDocument map(Window window) {
        return documents.of(window);
    }
}
