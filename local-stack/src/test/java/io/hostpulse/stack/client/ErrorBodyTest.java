package io.hostpulse.stack.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bodies as servers have sent them. */
class ErrorBodyTest {

    @Test
    void elasticsearchHasARootCauseOrAReasonOrAType() {
        assertReason(
                """
                {"error":{"root_cause":[{"type":"index_not_found_exception",
                 "reason":"no such index [hosts]","index":"hosts"}],
                 "type":"index_not_found_exception","reason":"no such index [hosts]"},"status":404}
                """,
                "no such index [hosts]");
        assertReason(
                """
                {"error":{"root_cause":[],"type":"search_phase_execution_exception","reason":"",
                 "phase":"query","grouped":true,"failed_shards":[]},"status":503}
                """,
                "search phase execution exception");
        assertReason(
                """
                {"error":"Incorrect HTTP method for uri [/x]; allowed: [GET]","status":405}
                """,
                "Incorrect HTTP method for uri [/x]; allowed: [GET]");
    }

    @Test
    void flinkHasTheMessageOfTheLastCause() {
        assertReason(
                """
                {"errors":["Internal server error.","<Exception on server side:\\norg.apache.flink.util.FlinkException: outer\\n\\tat a.B.c(B.java:1)\\nCaused by: java.lang.IllegalStateException: no slots\\n\\tat a.B.c(B.java:2)\\n\\nEnd of exception on server side>"]}
                """,
                "IllegalStateException: no slots");
        assertReason("{\"errors\":[\"Not found: /jobs/x\"]}", "Not found: /jobs/x");
    }

    @Test
    void alertmanagerHasAMessageOrText() {
        assertReason(
                "{\"code\":601,\"message\":\"silence.matchers in body is required\"}",
                "silence.matchers in body is required");
        assertReason(
                "\"start time must be before end time\"", "start time must be before end time");
    }

    @Test
    void kibanaHasAMessageOrASummaryOfItsState() {
        assertReason(
                "{\"statusCode\":404,\"error\":\"Not Found\",\"message\":\"no dashboard [x]\"}",
                "no dashboard [x]");
        assertReason(
                """
                {"name":"k","status":{"overall":{"level":"unavailable",
                 "summary":"4 services are unavailable: elasticsearch"}}}
                """,
                "4 services are unavailable: elasticsearch");
        assertReason("Kibana server is not ready yet", "Kibana server is not ready yet");
    }

    @Test
    void whatNobodyCouldReadIsLeftOut() {
        assertThat(ErrorBody.reason("")).isEmpty();
        assertThat(ErrorBody.reason("{\"took\": 3}")).isEmpty();
        assertThat(ErrorBody.reason("<html><title>502 Bad Gateway</title></html>")).isEmpty();
        assertThat(ErrorBody.reason("x".repeat(1000))).get().asString().hasSize(300);
    }

    private static void assertReason(String body, String reason) {
        assertThat(ErrorBody.reason(body)).contains(reason);
    }
}
