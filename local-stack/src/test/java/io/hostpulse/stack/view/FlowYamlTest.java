package io.hostpulse.stack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowYamlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'10m' | 10m",
                "'08:00' | '08:00'",
                "'true' | 'true'",
                "'1.10' | '1.10'",
                "'' | ''",
                "'db-*' | db-*",
                "'{host}, {value}: much' | '{host}, {value}: much'",
                "'two\\nlines \\\\ \\u001b' | \"two\\nlines \\\\ \\u001B\"",
                "0.9 | 0.9",
                "4 | 4",
                "false | false",
                "null | null",
                "['mon','a, b'] | [mon, 'a, b']",
                "{'hosts':{'names':['db-*']},'above':0.95} | {hosts: {names: [db-*]}, above: 0.95}"
            })
    void aValueIsWrittenAsAFileWouldHaveIt(String json, String yaml) throws Exception {
        String quoted = json.replace('\'', '"');

        String written = FlowYaml.of(new ObjectMapper().readTree(quoted));

        assertThat(written).isEqualTo(yaml);
        assertThat((Object) new YAMLMapper().readTree(written))
                .isEqualTo(new ObjectMapper().readTree(quoted));
    }
}
