package io.hostpulse.simulator.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderTest {

    private static final String HEADER =
            "server_id,timestamp,cpu_pct,mem_pct,net_in,net_out,disk_io\n";

    @TempDir private Path directory;

    @Test
    void aRowIsReadInItsUnits() throws Exception {
        Dataset dataset = read(HEADER + "web-1,10:00:05,12.5,50,2,0.5,30\n");

        assertThat(dataset.badRows()).isEmpty();
        assertThat(dataset.rows())
                .containsExactly(new DatasetRow(2, "web-1", 36_005, 0.125, 0.5, 2048, 512, 30));
    }

    @Test
    void columnsComeInAnyOrderQuotedAndBesideOthers() throws Exception {
        Dataset dataset =
                read(
                        """
                        \uFEFFdisk_io, CPU_PCT ,note,mem_pct,net_in,net_out,timestamp,server_id\r
                        1,2,"a, ""quoted"" note",3,4,5,00:00:00,"web-1"\r
                        """);

        assertThat(dataset.badRows()).isEmpty();
        assertThat(dataset.rows())
                .containsExactly(new DatasetRow(2, "web-1", 0, 0.02, 0.03, 4096, 5120, 1));
    }

    @Test
    void aTimeBeforeThatOfTheRowBeforeOfTheServerIsOfTheNextDay() throws Exception {
        Dataset dataset =
                read(
                        HEADER
                                + "a,23:59:59,1,1,1,1,1\n"
                                + "b,23:59:50,1,1,1,1,1\n"
                                + "a,00:00:09,1,1,1,1,1\n"
                                + "b,23:59:59,1,1,1,1,1\n"
                                + "a,00:00:08,1,1,1,1,1\n");

        assertThat(dataset.rows())
                .extracting(DatasetRow::secondsSinceMidnight)
                .containsExactly(86_399L, 86_390L, 86_409L, 86_399L, 172_808L);
    }

    @Test
    void badRowsAreListedWithLineAndReasonAndDoNotStopTheRest() throws Exception {
        Dataset dataset =
                read(
                        HEADER
                                + "a,10:00:00,1,1,1,1,1\n"
                                + "a,10:00:01,101,1,1,1,1\n"
                                + "a,10:00:02,1,-1,1,1,1\n"
                                + "a,10:00:03,1,1,NaN,1,1\n"
                                + "a,10:00:04,1,1,1,fast,1\n"
                                + "a,10:00:05,1,1,1,1,\n"
                                + "a,24:00:00,1,1,1,1,1\n"
                                + "a,9:00:00,1,1,1,1,1\n"
                                + ",10:00:08,1,1,1,1,1\n"
                                + "a,10:00:09,1,1,1,1\n"
                                + "\n"
                                + "a,10:00:00,1,1,1,1,1\n"
                                + "a,10:00:10,1,1,1,1,1e300\n"
                                + "a,10:00:11,1,1,1,1,1\n");

        assertThat(dataset.rows()).extracting(DatasetRow::line).containsExactly(2L, 15L);
        assertThat(dataset.badRows())
                .extracting(bad -> bad.line() + ": " + bad.reason())
                .containsExactly(
                        "3: cpu_pct is 101, allowed is 0 to 100",
                        "4: mem_pct is -1, allowed is 0 and more",
                        "5: net_in is NaN, allowed is 0 and more",
                        "6: net_out is 'fast', which is no number",
                        "7: disk_io is '', which is no number",
                        "8: timestamp is '24:00:00', allowed is HH:MM:SS, 00:00:00 to 23:59:59",
                        "9: timestamp is '9:00:00', allowed is HH:MM:SS, 00:00:00 to 23:59:59",
                        "10: server_id has 0 characters, allowed is 1 to 256",
                        "11: the row has 6 fields, the header 7",
                        "13: timestamp 10:00:00 repeats the one before of a",
                        "14: disk_io is 1e300, allowed is 0 to 1e15");
        assertThat(dataset.badRows().get(0))
                .hasToString(
                        directory.resolve("dataset.csv")
                                + ":3: cpu_pct is 101, allowed is 0 to 100");
    }

    @Test
    void aBadRowDoesNotTurnTheDay() throws Exception {
        Dataset dataset =
                read(
                        HEADER
                                + "a,10:00:00,1,1,1,1,1\n"
                                + "a,09:00:00,bad,1,1,1,1\n"
                                + "a,10:00:01,1,1,1,1,1\n");

        assertThat(dataset.rows())
                .extracting(DatasetRow::secondsSinceMidnight)
                .containsExactly(36_000L, 36_001L);
    }

    @Test
    void aHeaderThatLacksAColumnOrNamesItTwiceIsAnError() {
        assertThatThrownBy(() -> read("server_id,timestamp,cpu_pct\n"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(
                        ":1: the header must name mem_pct once; needed are server_id,");
        assertThatThrownBy(() -> read(HEADER.strip() + ",cpu_pct\n"))
                .hasMessageContaining("must name cpu_pct once");
    }

    @Test
    void whatIsNoDatasetIsAnError() throws Exception {
        Path absent = directory.resolve("absent.csv");
        assertThatThrownBy(() -> DatasetReader.read(absent))
                .isInstanceOf(DatasetException.class)
                .hasMessage("there is no file " + absent);
        assertThatThrownBy(() -> read("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> read(HEADER + "\"a,10:00:00,1,1,1,1,1\n"))
                .hasMessageContaining("is no CSV")
                .hasMessageContaining("line 2");
        Path latin = directory.resolve("latin.csv");
        Files.write(
                latin, (HEADER + "é,10:00:00,1,1,1,1,1\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DatasetReader.read(latin)).hasMessage(latin + " is not in UTF-8");
    }

    @Test
    void theSampleDatasetIsGoodThroughout() throws Exception {
        Dataset dataset = DatasetReader.read(Path.of("src", "test", "resources", "dataset.csv"));

        assertThat(dataset.badRows()).isEmpty();
        assertThat(dataset.rows()).hasSize(104);
        assertThat(List.copyOf(dataset.rows()))
                .extracting(DatasetRow::serverId)
                .containsOnly("web-1", "web-2", "database-1", "cache-1");
    }

    private Dataset read(String content) throws Exception {
        return DatasetReader.read(Files.writeString(directory.resolve("dataset.csv"), content));
    }
}
