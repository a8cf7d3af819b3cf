package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.agent.read.DiskSource.DiskCounter;
import io.hostpulse.agent.read.DiskSource.DiskFigures;
import io.hostpulse.agent.read.FilesystemSource.FilesystemFigures;
import io.hostpulse.agent.read.InterfaceSource.InterfaceCounter;
import io.hostpulse.agent.read.InterfaceSource.InterfaceFigures;
import io.hostpulse.agent.read.PressureSource.Averages;
import io.hostpulse.agent.read.PressureSource.Stalls;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.OpenFiles;
import io.hostpulse.wire.proto.Pressure;
import io.hostpulse.wire.proto.Sensor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import oshi.hardware.Sensors;
import oshi.software.os.FileSystem;
import oshi.software.os.OSFileStore;

class SmallReadersTest {

    @Test
    void uptimeComesInBothUnits() throws IOException {
        var uptime = Readings.read(new UptimeReader(() -> 3600), 1).getUptime();

        assertThat(uptime.getSeconds()).isEqualTo(3600);
        assertThat(uptime.getDurationMs()).isEqualTo(3_600_000);
    }

    @Test
    void anUnknownUptimeIsAFailure() {
        assertThatThrownBy(() -> Readings.read(new UptimeReader(() -> 0), 1))
                .isInstanceOf(IOException.class);
    }

    @Test
    void openFilesComeWithTheShareOfTheLimit() throws IOException {
        OpenFiles files =
                Readings.read(new OpenFilesReader(new Handles(50, 200)), 1).getOpenFiles();

        assertThat(files.getOpen()).isEqualTo(50);
        assertThat(files.getLimit()).isEqualTo(200);
        assertThat(files.getUsedPct()).isEqualTo(0.25);
    }

    @Test
    void anUnknownLimitOfOpenFilesIsAbsent() throws IOException {
        OpenFiles files = Readings.read(new OpenFilesReader(new Handles(50, 0)), 1).getOpenFiles();

        assertThat(files.getOpen()).isEqualTo(50);
        assertThat(files.hasLimit()).isFalse();
        assertThat(files.hasUsedPct()).isFalse();
    }

    @Test
    void sensorsThatReadNothingAreLeftOut() throws IOException {
        List<Sensor> sensors =
                Readings.read(new SensorReader(() -> new Readouts(45.5, new int[] {0, 1200}, 0)), 1)
                        .getSensorsList();

        assertThat(sensors)
                .extracting(Sensor::getName, Sensor::getTemperatureCelsius, Sensor::getFanRpm)
                .containsExactly(tuple("cpu.temperature", 45.5, 0.0), tuple("fan.2", 0.0, 1200.0));
    }

    @Test
    void aHostWithoutSensorsHasNone() throws IOException {
        SensorReader reader = new SensorReader(() -> new Readouts(Double.NaN, new int[0], 0));

        assertThat(Readings.read(reader, 1).getSensorsList()).isEmpty();
    }

    @Test
    void pressureBecomesShares() throws IOException {
        Stalls stalls =
                new Stalls(Optional.of(new Averages(50, 25)), Optional.of(new Averages(10, 5)));

        Pressure pressure = Readings.read(new PressureReader(resource -> stalls), 1).getPressure();

        assertThat(pressure.getCpuSome10()).isEqualTo(0.5);
        assertThat(pressure.getCpuSome60()).isEqualTo(0.25);
        assertThat(pressure.getMemorySome10()).isEqualTo(0.5);
        assertThat(pressure.getMemoryFull10()).isEqualTo(0.1);
        assertThat(pressure.getIoSome60()).isEqualTo(0.25);
        assertThat(pressure.getIoFull60()).isEqualTo(0.05);
    }

    private record Readouts(double getCpuTemperature, int[] getFanSpeeds, double getCpuVoltage)
            implements Sensors {}

    private record Handles(long getOpenFileDescriptors, long getMaxFileDescriptors)
            implements FileSystem {

        @Override
        public List<OSFileStore> getFileStores() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<OSFileStore> getFileStores(boolean localOnly) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getMaxFileDescriptorsPerProcess() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whatHasNoNameIsNotSent() throws IOException {
        DiskFigures disk =
                new DiskFigures("", "", new Figures<>(DiskCounter.class), OptionalLong.empty());
        InterfaceFigures card =
                new InterfaceFigures(
                        "", new Figures<>(InterfaceCounter.class), OptionalLong.empty());
        FilesystemFigures volume = new FilesystemFigures("", "disk", "ntfs", 9, 1, 1, 0, 0);

        assertThat(Readings.read(new DiskReader(() -> List.of(disk)), 1).getDisksList()).isEmpty();
        assertThat(Readings.read(new NetworkReader(() -> List.of(card)), 1).getInterfacesList())
                .isEmpty();
        HostSample filesystems = Readings.read(new FilesystemReader(() -> List.of(volume)), 1);
        assertThat(filesystems.getFilesystemsList()).isEmpty();
        assertThat(filesystems.getFilesystemSummary().getCount()).isZero();
    }
}
