package io.hostpulse.job.document;

import com.google.protobuf.Message;
import io.hostpulse.job.document.SampleLayout.Common;
import io.hostpulse.job.document.SampleLayout.Content;
import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.ingest.SampleFlattener;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final int CLOCK_SKEW = HostMetrics.slot(SampleLayout.CLOCK_SKEW);
    private static final List<Group> GROUPS =
            MetricCatalogue.get().groups().stream().map(Group::of).toList();

    private final JsonWriter json = new JsonWriter();
    private final HostEnvelopes envelopes = new HostEnvelopes();
    private final SampleSelection selection;

    // of one day there are many samples, one after the other
    private long indexDay = Long.MIN_VALUE;
    private String index = "";

    /**
     * How the numbers of a group are read.
     *
     * @param slots where each goes among those of the host, or of a thing
     * @param lowest what no host can have measured is below
     * @param layout of the group's documents, null where it is of the host
     */
    private record Group(
            MetricGroup group,
            Dimension dimension,
            MetricField[] fields,
            int[] slots,
            double[] lowest,
            double[] highest,
            SampleLayout layout) {

        static Group of(MetricGroup group) {
            boolean ofHost = group.dimension() == Dimension.HOST;
            List<MetricField> fields =
                    group.metrics().stream()
                            .filter(field -> !field.metric().measuredByJob())
                            .toList();
            List<Metric> metrics = fields.stream().map(MetricField::metric).toList();
            return new Group(
                    group,
                    group.dimension(),
                    fields.toArray(MetricField[]::new),
                    metrics.stream()
                            .mapToInt(
                                    metric ->
                                            ofHost
                                                    ? HostMetrics.slot(metric)
                                                    : DeviceMetrics.slot(metric))
                            .toArray(),
                    metrics.stream().mapToDouble(Metric::lowest).toArray(),
                    metrics.stream().mapToDouble(Metric::highest).toArray(),
                    ofHost ? null : SampleLayout.ofThings(group));
        }

        void read(Message message, double[] values) {
            for (int f = 0; f < fields.length; f++) {
                if (fields[f].isPresent(message)) {
                    double value = fields[f].read(message);
                    if (value >= lowest[f] && value <= highest[f]) {
                        values[slots[f]] = value;
                    }
                }
            }
        }
    }

    public SampleDocuments(SampleSelection selection) {
        this.selection = selection;
    }

    /**
     * @param sample as {@link io.hostpulse.wire.SampleLimits} leaves it
     * @param timeMillis the time that counts for the sample, which may differ from the host's own
     * @param nowMillis the time by the job's own clock
     */
    public List<IndexedDocument> of(HostSample sample, long timeMillis, long nowMillis) {
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
        double[] ofHost = absent(HostMetrics.all().size());
        for (Group group : GROUPS) {
            if (!selection.takes(group.dimension(), sample)) {
                continue;
            }
            for (Message message : group.group().messages(sample)) {
                if (group.dimension() == Dimension.HOST) {
                    datasets.add(group.group().dataset());
                    group.read(message, ofHost);
                } else {
                    double[] values = absent(DeviceMetrics.count(group.dimension().getNumber()));
                    group.read(message, values);
                    Content content = new Content(common, List.of(), message, values);
                    String id =
                            DocumentId.of(
                                    hostId,
                                    hostMillis,
                                    SampleSelection.nameOf(group.dimension()),
                                    group.group().nameOf(message));
                    documents.add(
                            new IndexedDocument(
                                    indexOfDay, id, group.layout().write(json, content)));
                }
            }
        }
        if (selection.takes(Dimension.HOST, sample)) {
            if (common.skewMillis() != 0) {
                ofHost[CLOCK_SKEW] = common.skewMillis();
            }
            Content content = new Content(common, datasets, null, ofHost);
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

    private static double[] absent(int count) {
        double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
