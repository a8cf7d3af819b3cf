package io.hostpulse.job.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.document.AlertNotices;
import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.retry.Backoff;
import io.hostpulse.job.retry.Outage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts notices until Alertmanager has taken them. While it is away or overloaded the caller waits;
 * an interrupt ends the waiting.
 */
final class AlertmanagerClient {

    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerClient.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_LIMIT)
                    .build();
    private final URI endpoint;
    private final Duration firingFor;
    private final Backoff backoff;
    private final Consumer<AlertNotice> refused;
    private final Outage outage = new Outage("Alertmanager", "alerts", LOG::warn);

    /**
     * @param server such as {@code http://localhost:9093}
     * @param firingFor for how long Alertmanager believes a firing notice
     * @param refused takes notices that Alertmanager will never take
     */
    AlertmanagerClient(
            URI server, Duration firingFor, Backoff backoff, Consumer<AlertNotice> refused) {
        String base = server.toString();
        this.endpoint = URI.create((base.endsWith("/") ? base : base + "/") + "api/v2/alerts");
        this.firingFor = firingFor;
        this.backoff = backoff;
        this.refused = refused;
    }

    /** Since when nothing gets through, in milliseconds since 1970; 0 while all is well. */
    long failingSinceMillis() {
        return outage.sinceMillis();
    }

    /** Returns when Alertmanager has taken or refused each of {@code notices}. */
    void post(List<AlertNotice> notices) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            String failure;
            try {
                HttpResponse<String> answer = http.send(request(notices), BodyHandlers.ofString());
                int status = answer.statusCode();
                if (status / 100 == 2) {
                    outage.end();
                    return;
                }
                if (status == 400 || status == 413 || status == 422) {
                    refuse(notices, answer.body());
                    return;
                }
                failure = "it answers " + status;
            } catch (IOException e) {
                failure = e.toString();
            }
            outage.fail(failure, failure);
            Thread.sleep(backoff.delayMillis(attempt, ThreadLocalRandom.current()));
        }
    }

    /** One bad notice spoils the whole request: each is sent alone to find it. */
    private void refuse(List<AlertNotice> notices, String reason) throws InterruptedException {
        if (notices.size() == 1) {
            LOG.warn("Alertmanager refuses alert {}: {}", notices.get(0).alertId(), words(reason));
            refused.accept(notices.get(0));
            return;
        }
        for (AlertNotice notice : notices) {
            post(List.of(notice));
        }
    }

    /** Alertmanager's own, which come as text in JSON or as the message of an object. */
    static String words(String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            return answer.path("message").asText(answer.asText(""));
        } catch (JsonProcessingException proxy) {
            return body.lines().findFirst().orElse("");
        }
    }

    private HttpRequest request(List<AlertNotice> notices) {
        long nowMillis = System.currentTimeMillis();
        byte[] body =
                AlertNotices.toAlertmanager(notices, nowMillis, nowMillis + firingFor.toMillis());
        return HttpRequest.newBuilder(endpoint)
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }
}
