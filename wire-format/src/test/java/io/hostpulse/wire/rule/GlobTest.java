package io.hostpulse.wire.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "web-1,web-1,true",
        "web-1,web-10,false",
        "web-1,WEB-1,false",
        "*,anything,true",
        "*,'',true",
        "'','',true",
        "'',a,false",
        "web-*,web-,true",
        "web-*,my-web-1,false",
        "*-1,web-1,true",
        "*-1,web-1-2,false",
        "web-?,web-1,true",
        "web-?,web-,false",
        "?,'',false",
        "a*b*c,aXbYbZc,true",
        "a*b*c,aXbYbZ,false",
        "**a,bba,true",
        "/data*,/data/x,true",
        "a.c,abc,false"
    })
    void starsAreAnyTextAndQuestionMarksAnyCharacter(String glob, String text, boolean matches) {
        assertThat(Glob.matches(glob, text)).isEqualTo(matches);
    }
}
