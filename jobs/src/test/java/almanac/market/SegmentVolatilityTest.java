package almanac.market;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.forecast.SegmentActuals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Volatility of segments whose weeks are given; the numbers of the steps are those of numpy in VolatilityTest. */
class SegmentVolatilityTest {

    private static final LocalDate MONDAY = LocalDate.of(2023, 1, 2);

    @Test
    void measuresOfASegmentWithSteps() {
        Row steps = night(60).one(SegmentVolatility.SPEC, "segment = 'geography=DE'");

        assertThat(steps.<Integer>getAs("period_count")).isEqualTo(60);
        assertThat(steps.<Double>getAs("variation_rate")).isCloseTo(0.1947778094343951, within(1e-12));
        assertThat(steps.<String>getAs("regime")).isEqualTo("STEP_DOWN");
        assertThat(steps.<String>getAs("season_status")).isEqualTo("UNKNOWN");
        assertThat(steps.<LocalDate>getList(steps.fieldIndex("change_point_starts")))
                .containsExactly(MONDAY.plusWeeks(24), MONDAY.plusWeeks(45));
        assertThat(steps.<LocalDate>getAs("drawdown_peak_start")).isEqualTo(MONDAY.plusWeeks(30));
        assertThat(steps.<LocalDate>getAs("drawdown_trough_start")).isEqualTo(MONDAY.plusWeeks(53));
        assertThat(steps.<Long>getAs("disrupted_count")).isEqualTo(1);
        assertThat(steps.<Integer>getAs("beta_change_count")).isZero();
    }

    @Test
    void aSegmentWithElevenWeeksIsTooShort() {
        Row young = night(11).one(SegmentVolatility.SPEC, "segment = 'geography=DE'");

        assertThat(young.<String>getAs("regime")).isEqualTo("TOO_SHORT");
        assertThat(young.isNullAt(young.fieldIndex("variation_rate"))).isTrue();
        assertThat(night(12).one(SegmentVolatility.SPEC, "true").<String>getAs("regime"))
                .isEqualTo("STEADY");
    }

    /** Own sales that change by twice the logarithm that those of competitors do; a month that is not over does not count. */
    @Test
    void betaIsHowOwnMonthsMoveWithThoseOfCompetitors() {
        double[] market = {100, 104, 98, 103, 110, 101, 99, 107, 103, 95, 102, 106, 104};
        List<Object[]> own = new ArrayList<>();
        List<Object[]> shares = new ArrayList<>();
        for (int month = 0; month < market.length; month++) {
            String start = LocalDate.of(2023, 1, 1).plusMonths(month).toString();
            double amount = Math.rint(10_000 * Math.pow(market[month] / 100, 2)) / 100;
            own.add(row("geography", "geography=DE", "month", start, month < 12, "PP", amount));
            shares.add(row("geography", "ALL", "month", start, month < 12, "PP", market[month] + amount, amount));
        }

        Dataset<Row> betas = SegmentBetas.of(
                Frames.of(
                        SegmentSales.SPEC,
                        "segmentation, segment, period_type, period_start, is_complete, comparison, net_amount",
                        own.toArray(Object[][]::new)),
                Frames.of(
                        MarketShare.SPEC,
                        "segmentation, segment, period_type, period_start, is_complete, comparison, market_amount, own_amount",
                        shares.toArray(Object[][]::new)));

        Row beta = betas.collectAsList().get(0);
        assertThat(beta.<Integer>getAs("beta_change_count")).isEqualTo(11);
        assertThat(beta.<Double>getAs("beta")).isCloseTo(2, within(1e-3));
        assertThat(beta.<Double>getAs("beta_standard_error")).isLessThan(1e-3);
    }

    private static SmallNight night(int weeks) {
        Object[][] rows = IntStream.range(0, weeks)
                .mapToObj(i -> row(
                        "geography",
                        "geography.country",
                        "geography=DE",
                        "week",
                        MONDAY.plusWeeks(i).toString(),
                        (double) ((i < 24 ? 100 : i < 45 ? 140 : 90) + (7 * i * i + 3 * i) % 11 - 5),
                        i == 3))
                .toArray(Object[][]::new);
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-31")
                .with(
                        SegmentActuals.SPEC,
                        "segmentation, segment_level, segment, period_type, period_start, actual_amount, is_disrupted",
                        rows)
                .with(SegmentSales.SPEC, Frames.none(SegmentSales.SPEC));
    }
}
