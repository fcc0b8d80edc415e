package almanac.forecast;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SmallNight;
import almanac.staging.Events;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** The actuals of {@link ForecastWorld}: 70 weeks from 2023-01-02 on, the last of which ends on 2024-05-05. */
class SegmentActualsTest {

    private static final SmallNight NIGHT = ForecastWorld.night();

    @Test
    void segmentHasEveryWeekFromItsFirstSaleOn() {
        List<Row> white = of("product=Wine>White");

        assertThat(white).hasSize(6);
        assertThat(white.get(0).<LocalDate>getAs("period_start")).isEqualTo(LocalDate.of(2024, 3, 25));
        assertThat(white)
                .extracting(row -> row.<BigDecimal>getAs("actual_amount").intValue())
                .containsExactly(40, 41, 40, 41, 40, 41);
    }

    @Test
    void weekWithoutSalesIsZero() {
        List<Row> rum = of("product=Spirits>Rum");

        assertThat(rum).hasSize(70);
        assertThat(rum.get(40).<BigDecimal>getAs("actual_amount")).isEqualByComparingTo("30");
        assertThat(rum.get(41).<BigDecimal>getAs("actual_amount")).isEqualByComparingTo("0");
    }

    @Test
    void weekThatIsNotOverIsNoActual() {
        assertThat(of("product=Spirits>Whisky")).isEmpty();
        assertThat(NIGHT.get(SegmentActuals.SPEC)
                        .agg(functions.max("period_end"))
                        .first()
                        .<LocalDate>getAs(0))
                .isEqualTo(LocalDate.of(2024, 5, 5));
    }

    @Test
    void everySegmentationAddsUpToTheSameSales() {
        List<Row> sums = NIGHT.get(SegmentActuals.SPEC)
                .groupBy("segmentation", "segment_level")
                .agg(functions.sum("actual_amount").as("amount"))
                .filter("segmentation IN ('geography', 'product')")
                .collectAsList();

        assertThat(sums).hasSizeGreaterThanOrEqualTo(4);
        assertThat(sums)
                .extracting(row -> row.<BigDecimal>getAs("amount"))
                .containsOnly(sums.get(0).<BigDecimal>getAs("amount"));
    }

    @Test
    void disruptionsAreMarked() {
        SmallNight night = ForecastWorld.nightOf(ForecastWorld.sales())
                .with(
                        Events.INPUT.spec(),
                        "event_id, start_date, end_date, event_name, is_disruption, is_current",
                        row("s", "2024-04-22", "2024-04-24", "strike", true, true),
                        row("f", "2024-04-08", "2024-04-12", "fair", false, true));

        List<Row> disrupted = night.rows(SegmentActuals.SPEC, "segment = 'product=Spirits>Rum' AND is_disrupted");

        assertThat(disrupted)
                .extracting(row -> row.<LocalDate>getAs("period_start"))
                .containsExactly(LocalDate.of(2024, 4, 22));
    }

    private static List<Row> of(String segment) {
        return NIGHT.get(SegmentActuals.SPEC)
                .filter(functions
                        .col("segment")
                        .equalTo(segment)
                        .and(functions.col("segmentation").equalTo("product")))
                .orderBy("period_start")
                .collectAsList();
    }
}
