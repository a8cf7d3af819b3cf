package io.hostpulse.job.document;

import io.hostpulse.job.document.SampleLayout.Common;
import io.hostpulse.job.document.SampleLayout.Content;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.proto.Dimension;
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
    private static final List<MetricGroup> HOST_GROUPS =
            MetricCatalogue.get().groups().stream()
                    .filter(group -> group.dimension() == Dimension.HOST)
                    .toList();

    /** By the numbers of the groups' fields. */
    private static final SampleLayout[] OF_DEVICES = layoutsOfDevices();

    private final JsonWriter json = new JsonWriter();
    private final HostEnvelopes envelopes = new HostEnvelopes();
    private final SampleSelection selection;

    // of one day there are many samples, one after the other
    private long indexDay = Long.MIN_VALUE;
    private String index = "";

    public SampleDocuments(SampleSelection selection) {
        this.selection = selection;
    }

    /**
     * @param nowMillis the time by the job's own clock
     */
    public List<IndexedDocument> of(MeasuredSample sample, long nowMillis) {
        String indexOfDay = indexAt(sample.timeMillis());
        Common common =
                new Common(
                        envelopes.of(sample),
                        sample.timeMillis(),
                        sample.hostMillis() - sample.timeMillis(),
                        sample.agent().getSequence(),
                        sample.intervalMillis(),
                        nowMillis);
        List<IndexedDocument> documents = new ArrayList<>();
        for (MeasuredSample.Device device : sample.devices()) {
            MetricGroup group = device.group();
            if (sample.isWanted(group.dimension(), selection)) {
                String id =
                        DocumentId.of(
                                sample.hostId(),
                                sample.hostMillis(),
                                SampleSelection.nameOf(group.dimension()),
                                device.name());
                Content content = new Content(common, List.of(), device.message(), device.values());
                SampleLayout layout = OF_DEVICES[group.field().getNumber()];
                documents.add(new IndexedDocument(indexOfDay, id, layout.write(json, content)));
            }
        }
        if (sample.isWanted(Dimension.HOST, selection)) {
            Content content = new Content(common, datasets(sample), null, sample.values());
            documents.add(
                    new IndexedDocument(
                            indexOfDay,
                            DocumentId.of(sample.hostId(), sample.hostMillis()),
                            HOST.write(json, content)));
        }
        return documents;
    }

    private static List<String> datasets(MeasuredSample sample) {
        List<String> datasets = new ArrayList<>();
        for (MetricGroup group : HOST_GROUPS) {
            if (sample.has(group)) {
                datasets.add(group.dataset());
            }
        }
        return datasets;
    }

    private String indexAt(long timeMillis) {
        long day = Math.floorDiv(timeMillis, DAY_MILLIS);
        if (day != indexDay) {
            indexDay = day;
            index = IndexName.SAMPLES.at(timeMillis);
        }
        return index;
    }

    private static SampleLayout[] layoutsOfDevices() {
        List<MetricGroup> groups = MetricCatalogue.get().groups();
        int highest = groups.stream().mapToInt(g -> g.field().getNumber()).max().orElseThrow();
        SampleLayout[] layouts = new SampleLayout[highest + 1];
        for (MetricGroup group : groups) {
            if (group.dimension() != Dimension.HOST) {
                layouts[group.field().getNumber()] = SampleLayout.ofThings(group);
            }
        }
        return layouts;
    }
}
