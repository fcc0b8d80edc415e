package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import almanac.TestSession;
import almanac.error.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store that cannot be opened is nobody's bug. */
class StorageFailuresTest {

    @Test
    void aMissingConnectorIsNamedWithWhatToDo() {
        for (String location : List.of("s3a://bucket/warehouse", "nothing://like/it")) {
            Throwable thrown = catchThrowable(
                    () -> Store.open(location, TestSession.get().sparkContext().hadoopConfiguration()));
            Failure failure = StorageFailures.behind(thrown);
            assertThat(failure).as(location).isNotNull();
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
            assertThat(failure).hasMessageStartingWith("nothing that this Spark has opens such a location: ");
            assertThat(failure.remedy()).contains("scripts/submit --s3");
        }
    }
}
