package io.hostpulse.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class HostpulseJobTest {

    @Test
    void aServerThatIsNotKafkaIsNamedBeforeTheJobStarts() throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        http.start();
        String address = "127.0.0.1:" + http.getAddress().getPort();
        try {
            assertThatThrownBy(
                            () ->
                                    HostpulseJob.main(
                                            new String[] {
                                                "--bootstrap-servers",
                                                address,
                                                "--elasticsearch",
                                                "http://localhost:1"
                                            }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "--bootstrap-servers: %s is not Kafka: it answers HTTP; give the address of a broker"
                                    .formatted(address));
        } finally {
            http.stop(0);
        }
    }
}
