package almanac.forecast;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.config.PeriodType;
import almanac.config.Scenario;
import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Scenarios and explanations of {@link ForecastWorld}, whose back-test is given drivers: a price with the effect -0.8 and a
 * promotion of half of the usual sales with the effect 0.4, usually 0.1. Expected amounts are powers by hand.
 */
class ScenarioForecastsTest {

    private static final Settings SETTINGS = Examples.settings(
            PeriodType.WEEK,
            4,
            2,
            new Scenario("price_up", 0.05, 0, 1),
            new Scenario("no_promotion", 0, 0, 0),
            new Scenario("market_down", 0, -0.1, 1));
    private static final Column EVERYWHERE = col("method").equalTo("combination");

    private static SmallNight everywhere;
    private static SmallNight onlyGin;

    @BeforeAll
    static void forecasts() {
        everywhere = night(EVERYWHERE);
        onlyGin = night(EVERYWHERE.and(col("segment").equalTo("product=Spirits>Gin")));
    }

    @Test
    void forecastAndQuantilesMoveByTheFactorOfTheEffect() {
        // Where all segments that are forecast by methods move alike, so does their sum, but for those that repeat
        // themselves.
        Row gin = one(onlyGin, "price_up", "product=Spirits>Gin");
        Row base = forecast(onlyGin, "base", "product=Spirits>Gin");

        assertThat(gin.<String>getAs("scenario_effect")).isEqualTo("KNOWN");
        assertThat(gin.<Double>getAs("unreconciled_amount"))
                .isCloseTo(base.<Double>getAs("unreconciled_amount") * Math.pow(1.05, -0.8), within(1e-9));

        Row published = forecast(everywhere, "price_up", "ALL");
        Row expected = forecast(everywhere, "base", "ALL");
        double factor = published.<Double>getAs("p50_amount") / expected.<Double>getAs("p50_amount");
        assertThat(factor).isBetween(Math.pow(1.05, -0.8), 0.98);
        for (String quantile : List.of("p05_amount", "p25_amount", "p90_amount")) {
            assertThat(published.<Double>getAs(quantile))
                    .isCloseTo(expected.<Double>getAs(quantile) * factor, within(1e-6));
        }
    }

    @Test
    void withoutPromotionThePlannedOneIsTakenAway() {
        Row gin = one(onlyGin, "no_promotion", "product=Spirits>Gin");
        Row base = forecast(onlyGin, "base", "product=Spirits>Gin");

        assertThat(gin.<Double>getAs("unreconciled_amount"))
                .isCloseTo(base.<Double>getAs("unreconciled_amount") * Math.exp(-0.4 * 0.5), within(1e-9));
    }

    @Test
    void segmentsAddUpInEveryScenario() {
        for (SmallNight night : List.of(everywhere, onlyGin)) {
            for (String scenario : List.of("base", "price_up", "no_promotion", "market_down")) {
                double total = forecast(night, scenario, "ALL").getAs("p50_amount");
                for (String level : List.of("product.category_l1", "product.product_name", "geography.store_name")) {
                    double sum = night
                            .rows(
                                    SegmentForecasts.SPEC,
                                    "horizon = 2 AND scenario_id = '" + scenario + "' AND segment_level = '" + level
                                            + "' AND segmentation <> 'market' AND p50_amount IS NOT NULL")
                            .stream()
                            .mapToDouble(row -> row.getAs("p50_amount"))
                            .sum();
                    assertThat(sum).as(scenario + " " + level).isCloseTo(total, within(1e-4));
                }
            }
        }
    }

    @Test
    void whereNoSegmentKnowsTheEffectTheRowsAreThoseOfBaseAndSaySo() {
        String columns = "segmentation, segment, horizon, p05_amount, p50_amount, p95_amount";
        Dataset<Row> forecasts = everywhere.get(SegmentForecasts.SPEC);
        Dataset<Row> base = forecasts.filter("scenario_id = 'base'").selectExpr(columns.split(", "));
        Dataset<Row> scenario = forecasts.filter("scenario_id = 'market_down'").selectExpr(columns.split(", "));

        assertThat(scenario.exceptAll(base).isEmpty()).isTrue();
        assertThat(scenario.count()).isEqualTo(base.count()).isPositive();
        assertThat(forecasts
                        .filter("scenario_id = 'market_down'")
                        .select("scenario_effect")
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("UNKNOWN");
    }

    @Test
    void segmentsWithoutAnEffectOfTheirOwnOnlyFollow() {
        Row wine = one(onlyGin, "price_up", "product=Wine>Red");
        Row base = forecast(onlyGin, "base", "product=Wine>Red");

        assertThat(wine.<String>getAs("scenario_effect")).isEqualTo("FOLLOWS");
        assertThat(wine.<Double>getAs("unreconciled_amount")).isEqualTo(base.<Double>getAs("unreconciled_amount"));
    }

    @Test
    void componentsOfEveryForecastAddUpToIt() {
        for (SmallNight night : List.of(everywhere, onlyGin)) {
            Dataset<Row> sums = night.get(ForecastExplanations.SPEC)
                    .groupBy("segmentation", "segment", "period_start", "scenario_id")
                    .agg(Map.of("component_amount", "sum", "p50_amount", "max"));
            long forecasts = night.get(SegmentForecasts.SPEC)
                    .filter("p50_amount IS NOT NULL")
                    .count();

            assertThat(sums.count()).isEqualTo(forecasts);
            assertThat(sums.filter("abs(`sum(component_amount)` - `max(p50_amount)`) > 0.01")
                            .collectAsList())
                    .isEmpty();
        }
    }

    @Test
    void scenarioIsCarriedByTheDriverThatItChanges() {
        Row gin = one(onlyGin, "price_up", "product=Spirits>Gin");
        double base = forecast(onlyGin, "base", "product=Spirits>Gin").getAs("unreconciled_amount");
        Row driver = onlyGin.one(
                ForecastExplanations.SPEC,
                "segment = 'product=Spirits>Gin' AND horizon = 2 AND scenario_id = 'price_up' AND component = 'driver: price'");

        assertThat(driver.<Double>getAs("component_amount"))
                .isCloseTo(gin.<Double>getAs("unreconciled_amount") - base, within(1e-9));
    }

    /** The night, with drivers where a condition holds. */
    private static SmallNight night(Column hasDrivers) {
        SmallNight world = ForecastWorld.night();
        Column none = array().cast(Backtests.DRIVERS);
        // What the drivers add in base is taken off the trend, so that components still add up.
        Column drivers = array(driver("price", -0.8, 0, 0, 0), driver("promotion", 0.4, 0.5, 0.1, 3))
                .cast(Backtests.DRIVERS);
        Column isShown = col("level_amount").isNotNull();
        Dataset<Row> backtests = world.get(Backtests.SPEC)
                .withColumn("drivers", when(isShown, when(hasDrivers, drivers).otherwise(none)))
                .withColumn(
                        "drivers_amount", when(isShown, when(hasDrivers, 3.0).otherwise(0.0)))
                .withColumn(
                        "trend_amount",
                        when(hasDrivers, col("trend_amount").minus(3.0)).otherwise(col("trend_amount")));
        SmallNight night = SmallNight.of(SETTINGS, ForecastWorld.AS_OF).with(Backtests.SPEC, backtests);
        Stream.of(ReconciledForecasts.SPEC, DailySales.SPEC, SegmentLeaves.SPEC, Segments.SPEC)
                .forEach(spec -> night.with(spec, world.get(spec)));
        return night;
    }

    private static Column driver(String name, double effect, double value, double usual, double amount) {
        return struct(lit(name), lit(effect), lit(0.1), lit(value), lit(usual), lit(amount));
    }

    private static Row one(SmallNight night, String scenario, String segment) {
        return night.one(
                ScenarioForecasts.SPEC,
                "horizon = 2 AND scenario_id = '" + scenario + "' AND segment = '" + segment + "'");
    }

    private static Row forecast(SmallNight night, String scenario, String segment) {
        return night.one(
                SegmentForecasts.SPEC,
                "horizon = 2 AND scenario_id = '" + scenario + "' AND segment = '" + segment
                        + "' AND segmentation = 'product'");
    }
}
