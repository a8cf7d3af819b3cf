package io.hostpulse.job.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Samples as JSON that is well-formed, or nearly so, and yet no sample. */
final class DamagedJson {

    /** A member with a plain value. */
    private static final Pattern MEMBER =
            Pattern.compile("(\"\\w+\"):\\s*(\"[^\"\\\\]*\"|-?[0-9.]+|true|false)");

    private static final String[] VALUES = {
        "\"words\"",
        "\"\"",
        "\"-1\"",
        "\"NaN\"",
        "NaN",
        "-Infinity",
        "true",
        "null",
        "[]",
        "{}",
        "[1,2,3]",
        "{\"a\":{\"b\":[]}}",
        "1e400",
        "-1e400",
        "0.5",
        "-1",
        "99999999999999999999999",
        "\"2026-13-45T99:00:00Z\"",
        "1E+2"
    };

    private DamagedJson() {}

    /** Gives up to three members values of other types. */
    static byte[] changeTypes(String json, Random random) {
        String changed = json;
        for (int i = random.nextInt(3); i >= 0; i--) {
            MatchResult member = choose(changed, random);
            changed =
                    changed.substring(0, member.start(2))
                            + VALUES[random.nextInt(VALUES.length)]
                            + changed.substring(member.end(2));
        }
        return changed.getBytes(UTF_8);
    }

    /** Writes a member twice, the second time perhaps with another value. */
    static byte[] repeatKey(String json, Random random) {
        MatchResult member = choose(json, random);
        String again =
                ","
                        + member.group(1)
                        + ":"
                        + (random.nextBoolean()
                                ? member.group(2)
                                : VALUES[random.nextInt(VALUES.length)]);
        return (json.substring(0, member.end()) + again + json.substring(member.end()))
                .getBytes(UTF_8);
    }

    private static MatchResult choose(String json, Random random) {
        Matcher matcher = MEMBER.matcher(json);
        List<MatchResult> members = new ArrayList<>();
        while (matcher.find()) {
            members.add(matcher.toMatchResult());
        }
        return members.get(random.nextInt(members.size()));
    }
}
