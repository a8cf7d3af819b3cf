package io.hostpulse.job.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hostpulse.job.rule.RuleProgress;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What flows between operators or sits in state is serialized field by field, so that it can gain
 * fields later. The generic fallback could not, and fails on records altogether.
 */
class FlinkTypesTest {

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordIsSerializedByItsFields(Class<?> record) {
        SerializerConfigImpl withoutGenericTypes = new SerializerConfigImpl();
        withoutGenericTypes.setGenericTypes(false);

        TypeInformation<?> type = TypeInformation.of(record);

        assertThat(type).isInstanceOf(PojoTypeInfo.class);
        assertThat(type.getTotalFields())
                .isGreaterThanOrEqualTo(record.getRecordComponents().length);
        assertThat(type.createSerializer(withoutGenericTypes)).isInstanceOf(PojoSerializer.class);
    }

    @Test
    void theProgressOfARuleIsSerializedByItsFields() {
        TypeInformation<RuleProgress> type = TypeInformation.of(RuleProgress.class);

        assertThat(type).isInstanceOf(PojoTypeInfo.class);
        assertThat(type.getTotalFields()).isGreaterThanOrEqualTo(20);
    }

    static Stream<Class<?>> records() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(Sample.class.getPackageName())
                        .stream()
                        .filter(JavaClass::isRecord)
                        .map(JavaClass::reflect);
    }

    @Test
    void theRecordsAreFound() {
        assertThat(records())
                .contains(Sample.class, Window.class, Pane.class, RawRecord.class, SeenRun.class)
                .hasSizeGreaterThanOrEqualTo(12);
    }
}
