package io.hostpulse.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    @TempDir private Path directory;

    @Test
    void whatHasFewDaysLeftIsRenewedAndWithItsAuthorityAllIs() throws Exception {
        assertThat(make(60)).contains("made        authority", "made        kafka");
        X509Certificate first = certificate("kafka");
        assertThat(make(60)).isEmpty();

        assertThat(make(900))
                .contains("renewed     kafka", "restart those that are renewed")
                .doesNotContain("authority");
        X509Certificate renewed = certificate("kafka");
        assertThat(renewed.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
        renewed.verify(certificate("authority").getPublicKey());

        assertThat(make(3_660)).contains("made        authority", "renewed     kafka");
        assertThat(make(60)).isEmpty();
        certificate("kafka").verify(certificate("authority").getPublicKey());
    }

    /** Returns what the script says. */
    private String make(int leastDays) throws Exception {
        ProcessBuilder script =
                new ProcessBuilder(
                        SourceFiles.path("deploy/docker/setup/certificates.sh").toString(),
                        directory.toString(),
                        "kafka:" + Files.getAttribute(directory, "unix:uid"));
        script.environment().put("CERTIFICATES_LEAST_DAYS", "" + leastDays);
        Process process = script.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private X509Certificate certificate(String owner) throws Exception {
        String file = owner.equals("authority") ? "ca.crt" : "user.crt";
        try (InputStream pem = Files.newInputStream(directory.resolve(owner).resolve(file))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
