package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What a session needs stands beside what a cluster has set. */
class SessionsTest {

    @Test
    void deltaJoinsTheExtensionsOfTheCluster() {
        SparkConf conf = new SparkConf(false).set("spark.sql.extensions", "org.example.Other");
        Sessions.withDelta(conf);
        Sessions.withDelta(conf);
        assertThat(conf.get("spark.sql.extensions"))
                .isEqualTo("org.example.Other,io.delta.sql.DeltaSparkSessionExtension");
    }

    @Test
    void s3HasALogThatSeveralDriversCanWriteUnlessTheUserNamesAnother() {
        SparkConf conf = new SparkConf(false).set("spark.delta.logStore.s3.impl", "org.example.Own");
        Sessions.withDelta(conf);
        assertThat(conf.get("spark.delta.logStore.s3a.impl")).isEqualTo(S3LogStore.class.getName());
        assertThat(conf.get("spark.delta.logStore.s3.impl")).isEqualTo("org.example.Own");

        SparkConf one = new SparkConf(false).set("spark.delta.logStore.class", "org.example.ForAll");
        Sessions.withDelta(one);
        assertThat(one.contains("spark.delta.logStore.s3a.impl")).isFalse();
    }

    @Test
    void executorsSpeakAlikeWhateverTheyWereTold() {
        SparkConf conf = new SparkConf(false).set("spark.executor.extraJavaOptions", "-Xss4m -Duser.language=tr");
        Sessions.speakAlike(conf);
        assertThat(conf.get("spark.executor.extraJavaOptions"))
                .isEqualTo("-Xss4m -Duser.language=tr -Duser.timezone=UTC -Duser.language=en -Duser.country=US");
    }
}
