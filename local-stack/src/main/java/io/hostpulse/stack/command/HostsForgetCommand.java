package io.hostpulse.stack.command;

import static java.util.stream.Collectors.joining;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.host.HostRemoval;
import io.hostpulse.stack.host.HostTopic;
import io.hostpulse.stack.host.KnownHost;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.wire.SafeText;
import io.hostpulse.wire.rule.NearestNames;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells the job that hosts are gone. */
@Command(
        name = "forget",
        description = {
            "Tells the job that hosts will never come back: their alerts end, and it forgets them.",
            "What they have measured stays. One that sends samples again is a new host."
        },
        sortOptions = false)
public final class HostsForgetCommand implements Callable<Integer> {

    private static final int MAX_SUGGESTIONS = 3;
    private static final int LISTED = 10;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "Names or ids, as `list` shows them; * is any text, ? any character.")
    private List<String> patterns;

    @Option(names = "--yes", description = "Do not ask, also if it is more than one host.")
    private boolean isConfirmed;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, Object> settings = kafka.settings();
        List<KnownHost> hosts = choose(patterns, new HostTopic(settings).readHosts());
        if (hosts.size() > 1 && !isConfirmed && !confirm(hosts)) {
            throw new StackException("Nothing was forgotten.");
        }
        new HostRemoval(settings).announce(hosts.stream().map(KnownHost::id).toList(), now());
        PrintWriter out = spec.commandLine().getOut();
        for (KnownHost host : hosts) {
            out.println("forgotten  " + title(host));
            if (host.isUp()) {
                out.println("           it was up; it is back if its agent goes on sending");
            }
        }
        return 0;
    }

    /**
     * The hosts that match any of {@code patterns}, each once.
     *
     * @throws StackException if one matches none, naming those like it
     */
    static List<KnownHost> choose(List<String> patterns, List<KnownHost> known) {
        List<KnownHost> present = known.stream().filter(host -> !host.isRemoved()).toList();
        Set<KnownHost> chosen = new LinkedHashSet<>();
        List<String> complaints = new ArrayList<>();
        for (String pattern : patterns) {
            List<KnownHost> matching =
                    present.stream().filter(host -> host.matches(pattern)).toList();
            if (matching.isEmpty()) {
                complaints.add(complain(pattern, present));
            }
            chosen.addAll(matching);
        }
        if (!complaints.isEmpty()) {
            throw new StackException("Nothing was forgotten: " + String.join("; ", complaints));
        }
        return List.copyOf(chosen);
    }

    private static String complain(String pattern, List<KnownHost> present) {
        List<String> names = present.stream().map(KnownHost::name).distinct().toList();
        List<String> near = NearestNames.of(pattern, names, MAX_SUGGESTIONS);
        return "there is no host '"
                + pattern
                + "'"
                + (near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?");
    }

    private static boolean confirm(List<KnownHost> hosts) {
        String listed =
                hosts.stream().limit(LISTED).map(HostsForgetCommand::title).collect(joining(", "))
                        + (hosts.size() > LISTED
                                ? " and " + (hosts.size() - LISTED) + " more"
                                : "");
        if (!Terminal.ofStandardOutput().isChangeable()) {
            throw new StackException(
                    "Nothing was forgotten: these are %d hosts, %s. --yes forgets them all."
                            .formatted(hosts.size(), listed));
        }
        System.out.printf("Forget %d hosts, %s? [y/N] ", hosts.size(), listed);
        System.out.flush();
        return readLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** Empty at the end of the input. */
    private static String readLine() {
        Scanner input = new Scanner(System.in, Charset.defaultCharset());
        return input.hasNextLine() ? input.nextLine() : "";
    }

    private static String title(KnownHost host) {
        return SafeText.ofLine(
                host.name().equals(host.id()) ? host.id() : host.name() + " (" + host.id() + ")");
    }

    private static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }
}
