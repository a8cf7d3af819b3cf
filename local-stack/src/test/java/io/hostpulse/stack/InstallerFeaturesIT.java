package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.Installer.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only servers with more modules, or a licence, can take. */
class InstallerFeaturesIT {

    private static final String SAMPLES = "_ilm/policy/hostpulse-samples";
    private static final String FIRED = "_watcher/watch/hostpulse-alerts-fired";

    private FullServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FullServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everythingIsInstalledOnceAndIsTheSameThen() {
        assertThat(install())
                .contains("new         " + SAMPLES)
                .contains("new         _enrich/policy/hostpulse-hosts-by-name")
                .contains("new         _scripts/hostpulse-latest-host")
                .contains("new         " + FIRED);

        assertThat(install())
                .contains("same        " + SAMPLES)
                .contains("same        _enrich/policy/hostpulse-hosts-by-name")
                .contains("executed    _enrich/policy/hostpulse-hosts-by-name")
                .contains("same        _scripts/hostpulse-latest-host")
                .contains("same        " + FIRED)
                .doesNotContain("new ", "updated ");
        assertThat(
                        server.get("_component_template/hostpulse-windows-lifecycle")
                                .at("/template/settings/index/lifecycle/name")
                                .asText())
                .isEqualTo("hostpulse-windows");
    }

    @Test
    void aPolicyThatSomebodyHasChangedIsKeptUntilToldOtherwise() {
        install();
        server.change(SAMPLES, "\"7d\"", "\"21d\"");

        assertThat(install()).contains("kept        " + SAMPLES);
        assertThat(age()).isEqualTo("21d");

        assertThat(install("--replace-policies")).contains("updated     " + SAMPLES);
        assertThat(age()).isEqualTo("7d");
    }

    @Test
    void anAgeThatIsChosenIsRemembered() {
        install("--keep", "samples=14d");
        assertThat(age()).isEqualTo("14d");

        assertThat(install()).contains("same        " + SAMPLES);
        assertThat(install("--keep", "samples=3d")).contains("updated     " + SAMPLES);
        assertThat(age()).isEqualTo("3d");
    }

    @Test
    void watchesTellThoseWhoAreNamedAndRememberThem() {
        install();
        assertThat(actions()).containsExactly("log");

        install("--slack-account", "ops", "--slack-to", "#alerts", "--email-to", "a@b.c,d@b.c");
        assertThat(actions()).containsExactlyInAnyOrder("slack", "email", "log");
        JsonNode slack = server.get(FIRED).at("/actions/slack/slack");
        assertThat(slack.path("account").asText()).isEqualTo("ops");
        assertThat(slack.at("/message/to/0").asText()).isEqualTo("#alerts");
        JsonNode email = server.get(FIRED).at("/actions/email/email");
        assertThat(email.at("/to/1").asText()).isEqualTo("d@b.c");
        assertThat(email.has("account")).isFalse();

        assertThat(install()).contains("same        " + FIRED);
        assertThat(install("--email-to", "")).contains("updated     " + FIRED);
        assertThat(actions()).containsExactlyInAnyOrder("slack", "log");
    }

    @Test
    void slackDoesNotObeyNames() {
        install("--slack-to", "#alerts", "--email-to", "a@b.c");

        assertThat(server.get(FIRED).at("/actions/slack/transform/script/source").asText())
                .contains(
                        "ctx.payload.text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')");
        assertThat(server.get(FIRED).at("/actions/email").has("transform")).isFalse();
    }

    @Test
    void everyScriptOfAWatchIsInItsPlace() {
        install();

        String script = server.get(FIRED).at("/transform/script/source").asText();
        assertThat(script).contains("Set told", "return ['ids': ids").doesNotContain("@");
        assertThat(server.get(FIRED).at("/metadata/version").asText()).isNotEmpty();
    }

    @Test
    void whatLicenceOrRightsDoNotAllowIsLeftOutAndSaid() {
        server.refuse("_watcher", "current license is non-compliant for [watcher]");
        server.refuse("_enrich", "action is unauthorized for user [installer]");

        assertThat(install())
                .contains("left out    " + FIRED + " (the server's licence does not include it)")
                .contains("left out    _enrich/policy/hostpulse-hosts-by-id (missing rights: ")
                .contains("unauthorized for user [installer]");
        assertThat(server.has(FIRED)).isFalse();
    }

    @Test
    void onlyAnEnterpriseLicenceHasSyntheticSource() {
        String storage = "_component_template/hostpulse-samples-storage";
        assertThat(install()).contains("new         " + storage + " (LogsDB with stored source)");
        assertThat(sourceMode(storage)).isEqualTo("stored");

        server.licence("enterprise");
        assertThat(install())
                .contains("updated     " + storage + " (LogsDB with synthetic source, as the ");
        assertThat(sourceMode(storage)).isEqualTo("synthetic");
    }

    @Test
    void withoutRightsOnLifecyclesThoseOfTheTemplatesStay() {
        install();
        server.refuse("_ilm", "action is unauthorized for user [installer]");

        assertThat(install())
                .contains("kept        _component_template/hostpulse-samples-lifecycle");
        assertThat(server.get("_component_template/hostpulse-samples-lifecycle").toString())
                .contains("\"name\":\"hostpulse-samples\"");
    }

    @Test
    void aKeyGoesWithEveryRequest() {
        server.authorize("ApiKey a2V5OnNlY3JldA==");

        Run stranger = Installer.ofTree().run("--url", server.url(), "--api-key", "other");
        assertThat(stranger.exitCode()).isEqualTo(1);
        assertThat(stranger.output()).contains("refuses these credentials (401)");

        assertThat(install("--api-key", "a2V5OnNlY3JldA=="))
                .contains("new         " + SAMPLES)
                .doesNotContain("a2V5");
    }

    @Test
    void uninstallingTakesOnlyWhatWasInstalled() {
        install();
        server.change("_component_template/hostpulse-settings", "managed_by", "owner");

        assertThat(install("--uninstall"))
                .contains("removed     " + SAMPLES)
                .contains("removed     " + FIRED)
                .contains("removed     _enrich/policy/hostpulse-hosts-by-id")
                .contains("removed     _scripts/hostpulse-latest-host")
                .contains("kept        _component_template/hostpulse-settings");
        assertThat(server.has(SAMPLES)).isFalse();
        assertThat(server.has("_component_template/hostpulse-settings")).isTrue();
    }

    private String install(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--url", server.url()));
        arguments.addAll(List.of(options));
        Run run = Installer.ofTree().run(arguments.toArray(new String[0]));
        assertThat(run.exitCode()).as(run.output()).isZero();
        return run.output();
    }

    private String sourceMode(String template) {
        return server.get(template).at("/template/settings/index/mapping/source/mode").asText();
    }

    private String age() {
        return server.get(SAMPLES).at("/policy/phases/delete/min_age").asText();
    }

    private List<String> actions() {
        List<String> names = new ArrayList<>();
        server.get(FIRED).path("actions").fieldNames().forEachRemaining(names::add);
        return names;
    }
}
