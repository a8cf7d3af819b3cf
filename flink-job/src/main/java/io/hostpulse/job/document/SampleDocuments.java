package io.hostpulse.job.document;

import com.google.protobuf.Message;
import io.hostpulse.job.document.SampleLayout.Common;
import io.hostpulse.job.document.SampleLayout.Content;
import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.FlatGroup;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.ingest.SampleFlattener;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.List;

/**
 * The documents of a sample, in Metricbeat's shape: one for everything that a host has once, and
 * one for each core, disk, filesystem, interface, process, container, sensor, probe and group of
 * the agent's readings that has failed; as far as they are selected. For one thread.
 */
public final class SampleDocuments {

    static final String ECS_VERSION = "8.11.0";

    private static final long DAY_MILLIS = 86_400_000;
    private static final SampleLayout HOST = SampleLayout.ofHost();
    private static final List<Group> GROUPS =
            MetricCatalogue.get().groups().stream().map(Group::of).toList();

    private final JsonWriter json = new JsonWriter();
    private final HostEnvelopes envelopes = new HostEnvelopes();
    private final SampleSelection selection;

    // of one day there are many samples, one after the other
    private long indexDay = Long.MIN_VALUE;
    private String index = "";

    /**
     * @param layout of the group's documents, null where it is of the host
     */
    private record Group(FlatGroup metrics, SampleLayout layout) {

        static Group of(MetricGroup group) {
            FlatGroup metrics = FlatGroup.of(group);
            return new Group(metrics, metrics.isOfHost() ? null : SampleLayout.ofThings(group));
        }
    }

    public SampleDocuments(SampleSelection selection) {
        this.selection = selection;
    }

    /**
     * @param measured with the devices that are selected
     * @param nowMillis the time by the job's own clock
     */
    public List<IndexedDocument> of(MeasuredSample measured, long nowMillis) {
        HostSample sample = measured.message();
        long timeMillis = measured.timeMillis();
        String indexOfDay = indexAt(timeMillis);
        String hostId = sample.getHost().getId();
        long hostMillis = SampleCodec.timeMillis(sample);
        Common common =
                new Common(
                        envelopes.of(
                                sample.getHost(),
                                SampleFlattener.hostName(sample),
                                sample.getAgent()),
                        timeMillis,
                        hostMillis - timeMillis,
                        sample.getAgent().getSequence(),
                        sample.getIntervalMs(),
                        nowMillis);
        List<IndexedDocument> documents = new ArrayList<>();
        List<String> datasets = new ArrayList<>();
        LeftOut told = new LeftOut(); // by those who detect
        for (Group each : GROUPS) {
            MetricGroup group = each.metrics().group();
            if (!selection.takes(group.dimension(), sample)) {
                continue;
            }
            if (each.metrics().isOfHost()) {
                if (measured.has(group)) {
                    datasets.add(group.dataset());
                }
                continue;
            }
            for (Message message : group.messages(sample)) {
                double[] values = Sample.absent(DeviceMetrics.count(group.dimension().getNumber()));
                each.metrics().read(message, values, 0, told);
                Content content = new Content(common, List.of(), message, values);
                String id =
                        DocumentId.of(
                                hostId,
                                hostMillis,
                                SampleSelection.nameOf(group.dimension()),
                                group.nameOf(message));
                documents.add(
                        new IndexedDocument(indexOfDay, id, each.layout().write(json, content)));
            }
        }
        if (selection.takes(Dimension.HOST, sample)) {
            Content content = new Content(common, datasets, null, measured.values());
            documents.add(
                    new IndexedDocument(
                            indexOfDay,
                            DocumentId.of(hostId, hostMillis),
                            HOST.write(json, content)));
        }
        return documents;
    }

    private String indexAt(long timeMillis) {
        long day = Math.floorDiv(timeMillis, DAY_MILLIS);
        if (day != indexDay) {
            indexDay = day;
            index = IndexName.SAMPLES.at(timeMillis);
        }
        return index;
    }
}
