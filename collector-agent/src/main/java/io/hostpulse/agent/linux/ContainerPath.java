package io.hostpulse.agent.linux;

import static java.util.regex.Pattern.DOTALL;

import io.hostpulse.agent.read.LenientText;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the cgroups of containers by their path. The forms, with ID for 64 hexadecimal digits:
 *
 * <ul>
 *   <li>docker: docker-ID.scope, docker/ID
 *   <li>containerd under Kubernetes: cri-containerd-ID.scope, POD.slice:cri-containerd:ID,
 *       podUID/ID
 *   <li>CRI-O: crio-ID.scope, podUID/crio-ID
 *   <li>podman: libpod-ID.scope, libpod-ID, libpod-payload-ID within a service of systemd
 *   <li>lxc: lxc.payload.NAME, lxc.payload/NAME, lxc/NAME, machine-lxc\x2dNAME.scope
 *   <li>systemd-nspawn: machine-NAME.scope, systemd-nspawn@NAME.service
 * </ul>
 *
 * @param id of the container; its name where it has no other
 * @param runtime empty text when the path does not tell
 */
record ContainerPath(String id, String runtime) {

    private static final Pattern WITH_ID =
            Pattern.compile("(?:[^:]*:)?(?:([a-z-]+)[-:])?([0-9a-f]{64})(?:\\.scope)?");
    private static final Pattern LXC = Pattern.compile("lxc\\.payload\\.(.+)", DOTALL);
    private static final Pattern NSPAWN = Pattern.compile("systemd-nspawn@(.+)\\.service", DOTALL);
    private static final Pattern MACHINE = Pattern.compile("machine-(.+)\\.scope", DOTALL);
    private static final Pattern ESCAPES = Pattern.compile("(?:\\\\x[0-9a-f]{2})+");

    private static final Map<String, String> RUNTIMES =
            Map.of(
                    "cri-containerd", "containerd",
                    "crio", "cri-o",
                    "libpod", "podman",
                    "libpod-payload", "podman");

    /**
     * The container whose cgroup has that name; empty when it is no container's.
     *
     * @param parent name of the cgroup above
     */
    static Optional<ContainerPath> recognise(String name, String parent) {
        Matcher withId = WITH_ID.matcher(name);
        if (withId.matches()) {
            return withId(withId.group(2), withId.group(1), parent);
        }
        if (parent.equals("lxc") || parent.equals("lxc.payload")) {
            return Optional.of(new ContainerPath(name, "lxc"));
        }
        Matcher lxc = LXC.matcher(name);
        if (lxc.matches()) {
            return Optional.of(new ContainerPath(lxc.group(1), "lxc"));
        }
        Matcher nspawn = NSPAWN.matcher(name);
        if (nspawn.matches()) {
            return Optional.of(new ContainerPath(unescape(nspawn.group(1)), "systemd-nspawn"));
        }
        Matcher machine = MACHINE.matcher(name);
        return machine.matches() ? machine(unescape(machine.group(1))) : Optional.empty();
    }

    private static Optional<ContainerPath> withId(String id, String prefix, String parent) {
        if (prefix == null) {
            return Optional.of(new ContainerPath(id, parent.equals("docker") ? "docker" : ""));
        }
        // the process that watches a container has a scope beside it
        return prefix.endsWith("conmon")
                ? Optional.empty()
                : Optional.of(new ContainerPath(id, RUNTIMES.getOrDefault(prefix, prefix)));
    }

    /** libvirt has its virtual machines there as qemu-1-NAME, its containers as lxc-1-NAME. */
    private static Optional<ContainerPath> machine(String name) {
        if (name.startsWith("qemu-")) {
            return Optional.empty();
        }
        return Optional.of(
                new ContainerPath(name, name.startsWith("lxc-") ? "lxc" : "systemd-nspawn"));
    }

    /** systemd writes a dash of a name, and every byte beyond ASCII, as {@code \x2d}. */
    private static String unescape(String name) {
        return ESCAPES.matcher(name)
                .replaceAll(
                        match -> {
                            byte[] bytes = HexFormat.of().withPrefix("\\x").parseHex(match.group());
                            String text = LenientText.decode(bytes, 0, bytes.length);
                            return Matcher.quoteReplacement(text);
                        });
    }
}
