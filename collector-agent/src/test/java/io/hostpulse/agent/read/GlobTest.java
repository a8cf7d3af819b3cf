package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlobTest {

    @Test
    void aStarIsAnyCharactersAndAQuestionMarkOne() {
        assertThat(new Glob("eth0").matches("eth0")).isTrue();
        assertThat(new Glob("eth0").matches("eth01")).isFalse();
        assertThat(new Glob("eth?").matches("eth")).isFalse();
        assertThat(new Glob("eth?").matches("eth1")).isTrue();
        assertThat(new Glob("*").matches("")).isTrue();
        assertThat(new Glob("/data/*").matches("/data/a/b")).isTrue();
        assertThat(new Glob("/data/*").matches("/data")).isFalse();
        assertThat(new Glob("*a*b").matches("xaabab")).isTrue();
        assertThat(new Glob("*a*b").matches("xaaba")).isFalse();
        assertThat(new Glob("a**").matches("a")).isTrue();
        assertThat(new Glob("a.c").matches("abc")).isFalse();
    }
}
