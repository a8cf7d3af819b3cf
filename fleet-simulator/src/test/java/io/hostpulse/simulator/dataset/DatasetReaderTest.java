package io.hostpulse.simulator.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void aTimeLongBeforeTheNewestOfTheServerIsOfTheNextDay() throws Exception {
        Dataset dataset =
                read(
                        HEADER
                                + "a,23:59:59,1,1,1,1,1\n"
                                + "b,23:59:50,1,1,1,1,1\n"
                                + "a,00:00:09,1,1,1,1,1\n"
                                + "b,23:59:59,1,1,1,1,1\n"
                                + "a,23:00:08,1,1,1,1,1\n"
                                + "a,22:00:07,1,1,1,1,1\n");

        assertThat(dataset.rows())
                .extracting(DatasetRow::secondsSinceMidnight)
                .containsExactly(86_399L, 86_390L, 86_409L, 86_399L, 169_208L, 252_007L);
    }

    @Test
    void aTimeUpToAnHourBeforeTheNewestIsLate() throws Exception {
        Dataset dataset =
                read(
                        HEADER
                                + "a,23:59:58,1,1,1,1,1\n"
                                + "a,00:00:05,1,1,1,1,1\n"
                                + "a,23:59:59,1,1,1,1,1\n"
                                + "a,00:00:03,1,1,1,1,1\n"
                                + "a,00:00:03,1,1,1,1,1\n"
                                + "a,23:00:05,1,1,1,1,1\n"
                                + "b,00:00:05,1,1,1,1,1\n"
                                + "b,00:00:01,1,1,1,1,1\n");

        assertThat(dataset.rows())
                .extracting(DatasetRow::secondsSinceMidnight)
                .containsExactly(86_398L, 86_405L, 86_399L, 86_403L, 82_805L, 5L, 1L);
        assertThat(dataset.badRows())
                .extracting(bad -> bad.line() + ": " + bad.reason())
                .containsExactly("6: timestamp 00:00:03 repeats an earlier one of a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x1p3",
                "0x10",
                "50d",
                "50f",
                "5F",
                "1_000",
                "١٢",
                " 5",
                "5 ",
                "+5",
                "NaN",
                "Infinity",
                "-Infinity",
                "\"12,5\"",
                "1e",
                "e5",
                ".",
                "",
                "5%",
                "--5",
                "1.2.3"
            })
    void aNumberIsWrittenInDecimalDigits(String number) throws Exception {
        Dataset dataset = read(HEADER + "a,10:00:00," + number + ",1,1,1,1\n");

        assertThat(dataset.badRows())
                .extracting(bad -> bad.line() + ": " + bad.reason())
                .containsExactly(
                        "2: cpu_pct is '%s', which is no number; write one such as 12.5"
                                .formatted(number.replace("\"", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5.0", "5.", ".5e1", "0.5E+1", "05", "50e-1"})
    void numbersAreWrittenInAnyUsualWay(String number) throws Exception {
        assertThat(read(HEADER + "a,10:00:00," + number + ",1,1,1,1\n").rows())
                .extracting(DatasetRow::cpuRatio)
                .containsExactly(0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void otherDelimitersAreRecognisedByTheHeader(String delimiter) throws Exception {
        Dataset dataset =
                read((HEADER + "\"a,b\",10:00:05,12.5,50,2,0.5,30\n").replace(",", delimiter));

        assertThat(dataset.badRows()).isEmpty();
        assertThat(dataset.rows())
                .extracting(DatasetRow::serverId, DatasetRow::cpuRatio)
                .containsExactly(tuple("a" + delimiter + "b", 0.125));
    }

    @Test
    void aQuoteThatIsNotClosedCostsItsRow() throws Exception {
        Dataset dataset =
                read(
                        HEADER.strip()
                                + ",note\n"
                                + "\"a,10:00:00,1,1,1,1,1,x\n"
                                + "a,10:00:01,1,1,1,1,1,\"over\ntwo lines\"\n"
                                + "a,10:00:02,1,1,1,1,1,\"open\n"
                                + "a,10:00:03,1,1,1,1,1,5\" wide\n"
                                + "a,10:00:04,1,1,1,1,1,\"open\n"
                                + "a,10:00:05,101,1,1,1,1,\"over\ntwo lines\"\n"
                                + "a,10:00:06,1,1,1,1,1,\n");

        assertThat(dataset.badRows())
                .extracting(bad -> bad.line() + ": " + bad.reason())
                .containsExactly(
                        "2: a quote is not closed",
                        "5: a quote is not closed",
                        "7: a quote is not closed",
                        "8: cpu_pct is 101, allowed is 0 to 100");
        assertThat(dataset.rows()).extracting(DatasetRow::line).containsExactly(3L, 6L, 10L);
    }

    @Test
    void blankRowsAreNone() throws Exception {
        Dataset dataset =
                read("\r\n \r\n" + HEADER + "\r\n,,,,,,\r\na,10:00:00,1,1,1,1,1\r\n \r\n\r\n");

        assertThat(dataset.badRows()).isEmpty();
        assertThat(dataset.rows()).extracting(DatasetRow::line).containsExactly(6L);
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
                        "5: net_in is 'NaN', which is no number; write one such as 12.5",
                        "6: net_out is 'fast', which is no number; write one such as 12.5",
                        "7: disk_io is '', which is no number; write one such as 12.5",
                        "8: timestamp is '24:00:00', allowed is HH:MM:SS, 00:00:00 to 23:59:59",
                        "9: timestamp is '9:00:00', allowed is HH:MM:SS, 00:00:00 to 23:59:59",
                        "10: server_id has 0 characters, allowed is 1 to 256",
                        "11: the row has 6 fields, the header 7",
                        "13: timestamp 10:00:00 repeats an earlier one of a",
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
                                + "a,08:00:00,bad,1,1,1,1\n"
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
                        ":1: the header must name mem_pct, net_in, net_out, disk_io once; needed are server_id,timestamp,cpu_pct,mem_pct,net_in,net_out,disk_io, with a comma, a semicolon, a tab or | between them");
        assertThatThrownBy(() -> read("a,10:00:00,1,1,1,1,1\n"))
                .hasMessageContaining(":1: the header must name server_id, timestamp, ");
        assertThatThrownBy(() -> read(HEADER.replace(",", ":") + "a:1\n"))
                .hasMessageContaining(" with a comma, a semicolon, a tab or | between them");
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
        assertThatThrownBy(() -> read(" \n\n")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> DatasetReader.read(directory))
                .hasMessageContaining("cannot be read");
        byte[] bytes = new byte[10_000];
        new Random(1).nextBytes(bytes);
        Path binary = Files.write(directory.resolve("binary.csv"), bytes);
        assertThatThrownBy(() -> DatasetReader.read(binary))
                .hasMessage(binary + " is not in UTF-8; save it so");
        Path utf16 =
                Files.write(
                        directory.resolve("utf16.csv"), HEADER.getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> DatasetReader.read(utf16))
                .hasMessage(utf16 + " is not in UTF-8; save it so");
    }

    @Test
    void bytesThatAreNotUtf8CostTheirRow() throws Exception {
        Path latin =
                Files.write(
                        directory.resolve("latin.csv"),
                        (HEADER + "é,10:00:00,1,1,1,1,1\na,10:00:00,1,1,1,1,1\n")
                                .getBytes(StandardCharsets.ISO_8859_1));

        Dataset dataset = DatasetReader.read(latin);

        assertThat(dataset.rows()).extracting(DatasetRow::line).containsExactly(3L);
        assertThat(dataset.badRows())
                .containsExactly(
                        new BadRow(latin, 2, "has bytes that are not UTF-8; save the file so"));
    }

    @Test
    void aHeaderAloneIsADatasetWithoutRows() throws Exception {
        Dataset dataset = read(HEADER);

        assertThat(dataset.rows()).isEmpty();
        assertThat(dataset.badRows()).isEmpty();
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
