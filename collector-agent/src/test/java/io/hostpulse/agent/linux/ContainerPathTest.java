package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerPathTest {

    private static final String ID = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "docker-ID.scope, system.slice, docker",
        "ID, docker, docker",
        "cri-containerd-ID.scope, kubepods-burstable-pod1.slice, containerd",
        "kubepods-besteffort-pod1_2.slice:cri-containerd:ID, containerd.service, containerd",
        "docker-ID.scope, kubepods-pod1.slice, docker",
        "crio-ID.scope, kubepods-pod1.slice, cri-o",
        "crio-ID, pod1-2, cri-o",
        "libpod-ID.scope, machine.slice, podman",
        "libpod-ID, libpod_parent, podman",
        "libpod-payload-ID, web.service, podman",
        "nerdctl-ID.scope, system.slice, nerdctl"
    })
    void aContainerWithAnIdIsKnownByIt(String name, String parent, String runtime) {
        assertThat(ContainerPath.recognise(name.replace("ID", ID), parent))
                .hasValue(new ContainerPath(ID, runtime));
    }

    @Test
    void aPathUnderKubernetesMayNotTellTheRuntime() {
        assertThat(ContainerPath.recognise(ID, "podb1a9-77")).hasValue(new ContainerPath(ID, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "lxc.payload.web, '', web, lxc",
        "web, lxc.payload, web, lxc",
        "101, lxc, 101, lxc",
        "machine-lxc\\x2d17\\x2dweb.scope, machine.slice, lxc-17-web, lxc",
        "machine-debian\\x2d12.scope, machine.slice, debian-12, systemd-nspawn",
        "systemd-nspawn@debian\\x2d12.service, machine.slice, debian-12, systemd-nspawn"
    })
    void aContainerWithoutAnIdIsKnownByItsName(
            String name, String parent, String id, String runtime) {
        assertThat(ContainerPath.recognise(name, parent)).hasValue(new ContainerPath(id, runtime));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system.slice",
                "ssh.service",
                "session-1.scope",
                "crio-conmon-ID.scope",
                "libpod-conmon-ID.scope",
                "machine-qemu\\x2d1\\x2dvm.scope",
                "lxc.monitor.web",
                "docker-0123.scope",
                "kubepods-burstable-pod1.slice"
            })
    void otherCgroupsAreNoContainers(String name) {
        assertThat(ContainerPath.recognise(name.replace("ID", ID), "machine.slice")).isEmpty();
    }

    @Test
    void noNameHidesAContainer() {
        assertThat(ContainerPath.recognise("lxc.payload.a\nb", ""))
                .hasValue(new ContainerPath("a\nb", "lxc"));
        assertThat(ContainerPath.recognise("systemd-nspawn@a\nb.service", ""))
                .hasValue(new ContainerPath("a\nb", "systemd-nspawn"));
        assertThat(ContainerPath.recognise("machine-caf\\xc3\\xa9\\x2d1\n.scope", ""))
                .hasValue(new ContainerPath("café-1\n", "systemd-nspawn"));
    }
}
