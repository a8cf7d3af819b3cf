package org.apache.kafka.common.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.memory.SimpleMemoryPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkReceiveTest {

    private static final int UNLIMITED = NetworkReceive.UNLIMITED;

    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        pipe.sink().close();
        pipe.source().close();
    }

    @Test
    void aMessageIsReadInWhateverPartsItComes() throws IOException {
        NetworkReceive message = new NetworkReceive(UNLIMITED, "broker");
        for (byte each : new byte[] {0, 0, 0, 2, 7}) {
            write(each);
            assertThat(message.readFrom(pipe.source())).isEqualTo(1);
            assertThat(message.complete()).isFalse();
        }
        assertThat(message.requiredMemoryAmountKnown()).isTrue();
        write((byte) 8);
        message.readFrom(pipe.source());

        assertThat(message.complete()).isTrue();
        assertThat(message.source()).isEqualTo("broker");
        assertThat(message.payload().flip()).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8}));
        assertThat(message.size()).isEqualTo(6);
        assertThat(message.bytesRead()).isEqualTo(4);
    }

    @Test
    void anEmptyMessageIsComplete() throws IOException {
        NetworkReceive message = new NetworkReceive("broker");
        write(new byte[4]);
        message.readFrom(pipe.source());

        assertThat(message.complete()).isTrue();
        assertThat(message.size()).isEqualTo(4);
    }

    @Test
    void nothingIsReservedForWhatNoBrokerSends() throws IOException {
        for (byte[] answer :
                List.of(
                        "HTTP".getBytes(US_ASCII),
                        "SSH-".getBytes(US_ASCII),
                        new byte[] {21, 3, 3, 0},
                        new byte[] {-1, 0, 0, 0},
                        ByteBuffer.allocate(4).putInt(NetworkReceive.LONGEST + 1).array())) {
            NetworkReceive message = new NetworkReceive("broker");
            write(answer);

            assertThatThrownBy(() -> message.readFrom(pipe.source()))
                    .isInstanceOf(InvalidReceiveException.class)
                    .hasMessageContaining("no broker sends");
            assertThat(message.memoryAllocated()).isFalse();
        }
    }

    @Test
    void theClientsOwnLimitHoldsToo() throws IOException {
        write(new byte[] {0, 0, 0, 11});

        assertThatThrownBy(() -> new NetworkReceive(10, "broker").readFrom(pipe.source()))
                .isInstanceOf(InvalidReceiveException.class);
    }

    @Test
    void theEndOfTheConnectionIsOne() throws IOException {
        pipe.sink().close();

        assertThatThrownBy(() -> new NetworkReceive().readFrom(pipe.source()))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void itWaitsForRoomAndGivesItBack() throws IOException {
        MemoryPool pool = new SimpleMemoryPool(8, 8, true, null);
        ByteBuffer taken = pool.tryAllocate(8);
        NetworkReceive message = new NetworkReceive(UNLIMITED, "broker", pool);
        write(new byte[] {0, 0, 0, 8, 1});

        message.readFrom(pipe.source());
        assertThat(message.memoryAllocated()).isFalse();
        pool.release(taken);
        message.readFrom(pipe.source());
        assertThat(message.memoryAllocated()).isTrue();

        message.close();
        assertThat(pool.availableMemory()).isEqualTo(8);
    }

    /** Fails when a newer client has more: then this class has to follow. */
    @Test
    void itIsUsedByKafkasClientAndHasAllThatTheClientsOwnHas() throws Exception {
        URL client = KafkaProducer.class.getProtectionDomain().getCodeSource().getLocation();
        assertThat(NetworkReceive.class.getProtectionDomain().getCodeSource().getLocation())
                .isNotEqualTo(client);
        try (URLClassLoader alone =
                new URLClassLoader(
                        classPath(), NetworkReceiveTest.class.getClassLoader().getParent())) {
            Class<?> original = alone.loadClass(NetworkReceive.class.getName());

            assertThat(original).isNotSameAs(NetworkReceive.class);
            assertThat(signatures(original)).isEqualTo(signatures(NetworkReceive.class));
        }
    }

    /** With the client before everything else. */
    private static URL[] classPath() {
        return Stream.of(KafkaProducer.class, org.slf4j.Logger.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
    }

    private static Set<String> signatures(Class<?> type) {
        return Stream.<Executable>concat(
                        Stream.of(type.getDeclaredConstructors()),
                        Stream.of(type.getDeclaredMethods()))
                .filter(member -> Modifier.isPublic(member.getModifiers()))
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    private void write(byte... bytes) throws IOException {
        pipe.sink().write(ByteBuffer.wrap(bytes));
    }
}
