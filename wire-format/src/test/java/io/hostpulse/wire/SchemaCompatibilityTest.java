package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Samples lie in topics for days, agents are older or newer than the job, and state is laid out by
 * metric ids: what {@code schema.txt} lists must mean the same for ever. A listing that lacks
 * something new is completed with the option of {@link GoldenFile}, which never takes a line away.
 */
class SchemaCompatibilityTest {

    private static final GoldenFile LISTING = GoldenFile.of("schema.txt");
    private static final SchemaListing LISTED =
            SchemaListing.parse(
                    """
                    field Disk 1 = singular string name
                    field Disk 2 = optional double busy
                    metric 1 = disk.busy RATIO
                    """);

    @Test
    void nothingThatWasReleasedHasChangedAndWhatIsNewIsListed() {
        SchemaListing listed = SchemaListing.parse(LISTING.text());
        SchemaListing schema = SchemaListing.ofSchema();

        assertThat(listed.breaksIn(schema)).as("breaking changes of the wire format").isEmpty();
        if (GoldenFile.isToBeWritten()) {
            LISTING.write(schema.text().getBytes(UTF_8));
            return;
        }
        assertThat(listed.additionsIn(schema))
                .as("missing in schema.txt; run the tests with -D%s", GoldenFile.OPTION)
                .isEmpty();
    }

    @Test
    void numbersThatDisappearAreBreaks() {
        assertThat(LISTED.breaksIn(schema("field Disk 1 = singular string name")))
                .containsExactly(
                        "field Disk 2 was 'optional double busy' and is gone; put it back, and stop"
                                + " filling it instead",
                        "metric 1 was 'disk.busy RATIO' and is gone; put it back, and stop filling"
                                + " it instead");
    }

    @Test
    void numbersThatChangeTheirMeaningAreBreaks() {
        assertThat(
                        LISTED.breaksIn(
                                schema(
                                        "field Disk 1 = singular string name",
                                        "field Disk 2 = optional float busy",
                                        "metric 1 = disk.busy PERCENT")))
                .containsExactly(
                        "field Disk 2 was 'optional double busy' and became 'optional float busy';"
                                + " undo that, and add a new one at the end",
                        "metric 1 was 'disk.busy RATIO' and became 'disk.busy PERCENT'; undo that,"
                                + " and add a new one at the end");
    }

    @Test
    void numbersThatAreUsedTwiceAreBreaks() {
        assertThat(
                        LISTED.breaksIn(
                                schema(
                                        "field Disk 1 = singular string name",
                                        "field Disk 2 = optional double busy",
                                        "metric 1 = disk.busy RATIO",
                                        "metric 1 = disk.idle RATIO")))
                .containsExactly(
                        "metric 1 is used twice: disk.busy RATIO | disk.idle RATIO; give the newer"
                                + " one a number of its own");
    }

    @Test
    void numbersThatAreAddedAreNoBreaksButAreToBeListed() {
        SchemaListing newer =
                schema(
                        "field Disk 1 = singular string name",
                        "field Disk 2 = optional double busy",
                        "field Disk 3 = optional double idle",
                        "metric 1 = disk.busy RATIO",
                        "metric 2 = disk.idle RATIO");

        assertThat(LISTED.breaksIn(newer)).isEmpty();
        assertThat(LISTED.additionsIn(newer)).containsExactly("field Disk 3", "metric 2");
    }

    private static SchemaListing schema(String... lines) {
        return new SchemaListing(List.of(lines));
    }
}
