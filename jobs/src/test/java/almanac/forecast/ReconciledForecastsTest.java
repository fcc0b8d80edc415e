package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSession;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The reconciled forecasts of {@link ForecastWorld}. That parents are the sums of their children in every hierarchy is a check
 * of the table, and asserted by the night that builds it.
 */
class ReconciledForecastsTest {

    private static final String TONIGHT = "is_final AND segmentation = 'product'";

    private static SmallNight night;

    @BeforeAll
    static void reconcile() {
        night = ForecastWorld.night();
        night.get(ReconciledForecasts.SPEC);
    }

    @Test
    void everyForecastOfEveryOriginHasItsRow() {
        Dataset<Row> before = night.get(Backtests.SPEC)
                .filter("CASE WHEN is_final THEN is_published ELSE method = 'combination' END");

        assertThat(night.get(ReconciledForecasts.SPEC).count()).isEqualTo(before.count());
    }

    @Test
    void somethingWasReconciledTonight() {
        assertThat(night.rows(ReconciledForecasts.SPEC, "is_reconciled AND is_final AND forecast_amount > 0"))
                .hasSizeGreaterThan(60);
        assertThat(night.rows(
                        ReconciledForecasts.SPEC, "abs(forecast_amount - unreconciled_amount) > 0.01 AND is_final"))
                .isNotEmpty();
    }

    @Test
    void everyLevelOfEverySegmentationAddsUpToTheSameTotal() {
        Map<String, List<Row>> byPeriod = night
                .get(ReconciledForecasts.SPEC)
                .filter("is_reconciled AND is_final")
                .groupBy("segmentation", "segment_level", "horizon")
                .agg(functions.sum("forecast_amount").as("total"))
                .collectAsList()
                .stream()
                .collect(Collectors.groupingBy(row -> row.getAs("horizon").toString()));

        assertThat(byPeriod).hasSize(4);
        byPeriod.values().forEach(levels -> {
            double total = levels.get(0).<Double>getAs("total");
            assertThat(levels)
                    .hasSizeGreaterThan(4)
                    .allSatisfy(
                            level -> assertThat(level.<Double>getAs("total")).isCloseTo(total, within(1e-6 * total)));
        });
    }

    @Test
    void forecastOfWhatWasNeverNegativeIsNotNegative() {
        assertThat(night.rows(ReconciledForecasts.SPEC, "forecast_amount < 0 OR p05_amount < 0"))
                .isEmpty();
    }

    @Test
    void productThatWasGivenUpStaysAtZero() {
        List<Row> rum = night.rows(ReconciledForecasts.SPEC, TONIGHT + " AND segment = 'product=Spirits>Rum'");

        assertThat(rum).hasSize(4).allSatisfy(row -> {
            assertThat(row.<Double>getAs("forecast_amount")).isZero();
            assertThat(row.<Double>getAs("p95_amount")).isZero();
            assertThat(row.<Boolean>getAs("is_reconciled")).isTrue();
        });
    }

    @Test
    void segmentWithoutAForecastHasNone() {
        List<Row> whisky = night.rows(ReconciledForecasts.SPEC, TONIGHT + " AND segment = 'product=Spirits>Whisky'");

        assertThat(whisky).hasSize(4).allSatisfy(row -> {
            assertThat(row.<Double>getAs("forecast_amount")).isNull();
            assertThat(row.<Boolean>getAs("is_reconciled")).isFalse();
        });
    }

    @Test
    void whatIsPublishedIsReconciled() {
        List<Row> published = night.get(SegmentForecasts.SPEC)
                .join(
                        night.get(ReconciledForecasts.SPEC).filter("is_final"),
                        new String[] {"segmentation", "segment", "horizon"})
                .filter("p50_amount IS DISTINCT FROM forecast_amount")
                .collectAsList();

        assertThat(published).isEmpty();
        assertThat(night.rows(SegmentForecasts.SPEC, "is_reconciled AND p50_amount <> unreconciled_amount"))
                .isNotEmpty();
    }

    @Test
    void accuracyOfReconciledForecastsStandsBesideThatOfTheMethods() {
        assertThat(night.rows(
                        ForecastAccuracy.SPEC, "method = 'reconciled' AND segment = 'ALL' AND horizon = 0 AND n >= 8"))
                .isNotEmpty();
    }

    @Test
    void originKnowsNothingOfWhatFollows() {
        String first = night.rows(ReconciledForecasts.SPEC, "NOT is_final").stream()
                .map(row -> row.getAs("origin_date").toString())
                .sorted()
                .findFirst()
                .orElseThrow();
        Dataset<Row> blind = night.get(Backtests.SPEC)
                .filter("origin_date = '" + first + "'")
                .withColumn("actual_amount", functions.lit(123.0));

        List<Row> seen = forecasts(night.get(ReconciledForecasts.SPEC).filter("origin_date = '" + first + "'"));
        assertThat(forecasts(ReconciledForecasts.reconciled(blind, ownLeaves(), night.get(Segments.SPEC))))
                .containsExactlyInAnyOrderElementsOf(seen);
    }

    @Test
    void sameRowsWhateverThePartitions() {
        List<Row> ofTwo =
                night.get(ReconciledForecasts.SPEC).drop(TableSpec.RUN_ID).collectAsList();

        assertThat(builtOn(1)).containsExactlyInAnyOrderElementsOf(ofTwo);
        assertThat(builtOn(7)).containsExactlyInAnyOrderElementsOf(ofTwo);
    }

    private static List<Row> builtOn(int partitions) {
        String before = TestSession.get().conf().get("spark.sql.shuffle.partitions");
        TestSession.get().conf().set("spark.sql.shuffle.partitions", String.valueOf(partitions));
        try {
            return ReconciledForecasts.reconciled(
                            night.get(Backtests.SPEC).repartition(partitions),
                            ownLeaves().repartition(partitions),
                            night.get(Segments.SPEC).repartition(partitions))
                    .withColumn(TableSpec.RUN_ID, functions.lit("test"))
                    .to(ReconciledForecasts.SPEC.schema())
                    .drop(TableSpec.RUN_ID)
                    .collectAsList();
        } finally {
            TestSession.get().conf().set("spark.sql.shuffle.partitions", before);
        }
    }

    private static Dataset<Row> ownLeaves() {
        return ReconciledForecasts.ownLeaves(night.get(SegmentLeaves.SPEC), night.get(DailySales.SPEC));
    }

    private static List<Row> forecasts(Dataset<Row> rows) {
        return rows.select("segmentation", "segment", "horizon", "forecast_amount", "p10_amount", "p90_amount")
                .collectAsList();
    }
}
