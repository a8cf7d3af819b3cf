package io.hostpulse.stack.host;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.wire.Topics;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The topic of hosts: the newest document of each. Works without Elasticsearch. */
public final class HostTopic {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> settings;

    /**
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public HostTopic(Map<String, Object> settings) {
        this.settings = new HashMap<>(settings);
    }

    /**
     * The newest document of each host, removed ones too, as it stands in the topic.
     *
     * @throws StackException if Kafka does not answer, or has no such topic
     */
    public Map<String, String> readDocuments() {
        Map<String, String> documents = new HashMap<>();
        boolean isThere =
                new TopicReader(settings)
                        .read(
                                Topics.HOSTS,
                                Long.MAX_VALUE,
                                record -> {
                                    if (record.key() == null) {
                                        return;
                                    }
                                    if (record.value() == null || record.value().isEmpty()) {
                                        documents.remove(record.key());
                                    } else {
                                        documents.put(record.key(), record.value());
                                    }
                                });
        if (!isThere) {
            throw new StackException(
                    "Kafka at %s has no topic %s; `hostpulse up` makes it."
                            .formatted(settings.get("bootstrap.servers"), Topics.HOSTS));
        }
        return documents;
    }

    /**
     * All hosts, removed ones too, by name and id.
     *
     * @throws StackException if Kafka does not answer, or has no such topic
     */
    public List<KnownHost> readHosts() {
        return hosts(readDocuments());
    }

    /** The hosts of these documents, by name and id. What is none is passed over. */
    public static List<KnownHost> hosts(Map<String, String> documents) {
        List<KnownHost> hosts = new ArrayList<>();
        documents.forEach((id, document) -> read(id, document, hosts));
        hosts.sort(comparing(KnownHost::name).thenComparing(KnownHost::id));
        return hosts;
    }

    private static void read(String id, String document, List<KnownHost> hosts) {
        try {
            JsonNode tree = JSON.readTree(document);
            hosts.add(KnownHost.of(id, tree));
        } catch (JsonProcessingException | DateTimeException notOurs) {
            // somebody else has written to the topic
        }
    }
}
