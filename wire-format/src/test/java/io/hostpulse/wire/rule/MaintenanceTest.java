package io.hostpulse.wire.rule;

import static io.hostpulse.wire.rule.RuleTexts.problemsOf;
import static io.hostpulse.wire.rule.RuleTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.proto.HostIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceTest {

    private static final String DISKS =
            "{'maintenance':'new-disks','comment':'Tom changes disks','hosts':{'names':['db-*']},"
                    + "'rules':['disk-space','disk-busy'],'from':'2026-01-01T10:00:00Z','to':'2026-01-01T13:00:00+01:00'}";
    private static final long TEN = Instant.parse("2026-01-01T10:00:00Z").toEpochMilli();
    private static final long TWELVE = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();

    private final HostIdentity db = HostIdentity.newBuilder().setName("db-1").build();
    private final HostIdentity web = HostIdentity.newBuilder().setName("web-1").build();

    @Test
    void maintenanceIsReadWithEverythingItSays() throws Exception {
        assertThat(read(DISKS))
                .isEqualTo(
                        new Maintenance(
                                "new-disks",
                                "Tom changes disks",
                                new HostSelector(List.of("db-*"), Map.of()),
                                List.of("disk-space", "disk-busy"),
                                TEN,
                                TWELVE));
    }

    @Test
    void itMutesItsRulesOnItsHostsInItsTime() throws Exception {
        Maintenance maintenance = (Maintenance) read(DISKS);

        assertThat(maintenance.mutes("disk-space", db, TEN)).isTrue();
        assertThat(maintenance.mutes("disk-space", db, TWELVE - 1)).isTrue();
        assertThat(maintenance.mutes("disk-space", db, TEN - 1)).isFalse();
        assertThat(maintenance.mutes("disk-space", db, TWELVE)).isFalse();
        assertThat(maintenance.mutes("cpu-usage", db, TEN)).isFalse();
        assertThat(maintenance.mutes("disk-space", web, TEN)).isFalse();
    }

    @Test
    void withoutRulesItMutesAll() throws Exception {
        Maintenance maintenance =
                (Maintenance) read(DISKS.replace("'rules':['disk-space','disk-busy'],", ""));

        assertThat(maintenance.mutes("cpu-usage", db, TEN)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new-disks | New Disks | maintenance: 'New Disks' must be lower-case letters, digits and dashes, at most 63, the first no dash",
                "13:00:00+01:00 | 10:00:00+01:00 | to: is not after 'from'",
                "2026-01-01T10:00:00Z | yesterday | from: 'yesterday' is no time; write such as 2026-01-01T00:00:00Z",
                "disk-busy | Disk! | rules[1]: 'Disk!' is no id of a rule",
                "comment | note | note: is not known here; known are [comment, from, hosts, maintenance, rules, to]"
            })
    void whatCannotBeIsRefused(String part, String otherPart, String problem) {
        assertThat(problemsOf(DISKS.replace(part, otherPart))).containsExactly(problem);
    }
}
