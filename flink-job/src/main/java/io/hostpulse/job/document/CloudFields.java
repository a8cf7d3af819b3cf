package io.hostpulse.job.document;

import java.util.Map;

/**
 * Where a host runs, by which Kibana groups hosts. Agents ask no cloud for it: operators say it in
 * labels, and those that have ECS's names go where ECS has them.
 */
final class CloudFields {

    static final String[] NAMES = {
        "cloud.account.id",
        "cloud.availability_zone",
        "cloud.instance.id",
        "cloud.machine.type",
        "cloud.provider",
        "cloud.region"
    };

    private CloudFields() {}

    static void put(Json json, Map<String, String> hostLabels) {
        for (String name : NAMES) {
            json.put(name, hostLabels.get(name));
        }
    }
}
