package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups of products over two years of weeks, in each of which something is launched. */
class ProductLaunchesTest {

    private static final LocalDate FIRST = LocalDate.of(2022, 1, 3);
    private static final int WEEKS = 104;
    private static final int LAUNCH = 80;

    private static final List<Object[]> SALES = new ArrayList<>();

    private static SmallNight night;

    @BeforeAll
    static void weeks() {
        // Most of all own sales, so that what a group loses does not move what it is compared with.
        sells("Base", "base", 0, WEEKS, week -> 100_000);
        // A fifth of 1000 a week goes to the new product, which sells 500: 40 % of it. The season is twice as strong.
        Random random = new Random(1);
        sells("Food", "bread", 0, WEEKS, week -> season(week) * (week < LAUNCH ? 700 : 560) * noise(random, 0.02));
        sells("Food", "cheese", 0, WEEKS, week -> season(week) * (week < LAUNCH ? 300 : 240) * noise(random, 0.02));
        sells("Food", "newFood", LAUNCH, WEEKS, week -> season(week) * 500);
        // Nothing is lost to a new product that is all on top.
        sells("Tea", "green", 0, WEEKS, week -> 1000 * noise(random, 0.02));
        sells("Tea", "newTea", LAUNCH, WEEKS, week -> 300);
        // Not known: what came in a group that varies far more than the new product sells.
        sells("Noisy", "old", 0, WEEKS, week -> 1000 * noise(random, 0.8));
        sells("Noisy", "newNoisy", LAUNCH, WEEKS, week -> 100);
        // Two within 13 weeks, and one farther away.
        sells("Shared", "old", 0, WEEKS, week -> 1000 * noise(random, 0.02));
        sells("Shared", "first", LAUNCH - 14, WEEKS, week -> 300);
        sells("Shared", "second", LAUNCH - 1, WEEKS, week -> 300);
        sells("Shared", "third", LAUNCH + 11, WEEKS, week -> 300);
        // The group fell by a tenth when nothing had been launched yet.
        sells("Drift", "old", 0, WEEKS, week -> (week < LAUNCH - 7 ? 1000 : 900) * noise(random, 0.01));
        sells("Drift", "newDrift", LAUNCH, WEEKS, week -> 700);
        // A week without any sales of the others.
        sells("Thin", "old", 0, WEEKS, week -> week == LAUNCH + 3 ? 0 : 1000 * noise(random, 0.02));
        sells("Thin", "newThin", LAUNCH, WEEKS, week -> 100);
        sells("Early", "old", 0, WEEKS, week -> 1000 * noise(random, 0.02));
        sells("Early", "newEarly", 13, WEEKS, week -> 300);
        sells("Middle", "old", 0, WEEKS, week -> 1000 * noise(random, 0.02));
        sells("Middle", "newMiddle", 14, WEEKS, week -> 300);
        sells("Late", "old", 0, WEEKS, week -> 1000 * noise(random, 0.02));
        sells("Late", "newLate", WEEKS - 12, WEEKS, week -> 300);
        sells(null, "loose", LAUNCH, WEEKS, week -> 10);
        night = SmallNight.of(
                        TestSettings.of(PeriodType.MONTH),
                        FIRST.plusWeeks(WEEKS).minusDays(1).toString())
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units, return_amount",
                        SALES.toArray(Object[][]::new));
    }

    @Test
    void everyColumnOfAnExample() {
        Row launch = launch("newFood");

        assertThat(launch.<String>getAs("grade")).isEqualTo("OK");
        assertThat(launch.<String>getAs("group_segment")).isEqualTo("product=Food");
        assertThat(launch.<LocalDate>getAs("first_sale_date"))
                .isEqualTo(FIRST.plusWeeks(LAUNCH).plusDays(2));
        assertThat(launch.<LocalDate>getAs("week_start")).isEqualTo(FIRST.plusWeeks(LAUNCH));
        assertThat(launch.<LocalDate>getAs("through_date"))
                .isEqualTo(FIRST.plusWeeks(LAUNCH + 13).minusDays(1));
        assertThat(launch.<Boolean>getAs("is_season_known")).isTrue();
        assertThat(launch.<Long>getAs("other_launch_count")).isZero();
        double launched = 0;
        for (int week = LAUNCH; week < LAUNCH + 13; week++) {
            launched += Math.round(season(week) * 500);
        }
        assertAmount(launch, "launched_amount", String.valueOf(Math.round(launched)));
        // 200 of 500, in each week.
        double lost = 0.4 * launched;
        assertThat(launch.<Double>getAs("cannibalised_amount")).isCloseTo(lost, within(0.15 * lost));
        assertThat(lost)
                .isBetween(
                        launch.<Double>getAs("cannibalised_amount_low"),
                        launch.<Double>getAs("cannibalised_amount_high"));
        assertThat(launch.<Double>getAs("cannibalised_rate"))
                .isCloseTo(launch.<Double>getAs("cannibalised_amount") / launched, within(1e-4));
        assertThat(launch.<Double>getAs("cannibalised_rate_low")).isGreaterThan(0.25);
        assertThat(launch.<Double>getAs("cannibalised_rate_high")).isLessThan(0.55);
        assertThat(launch.<Double>getAs("others_amount") + launch.<Double>getAs("cannibalised_amount"))
                .isCloseTo(launch.<Double>getAs("expected_amount"), within(1e-6));
        assertThat(launch.<Double>getAs("incremental_amount") + launch.<Double>getAs("cannibalised_amount"))
                .isCloseTo(launched, within(10.0));
    }

    @Test
    void whatIsAllOnTopIsTakenFromNobody() {
        Row launch = launch("newTea");

        assertThat(launch.<String>getAs("grade")).isEqualTo("OK");
        assertThat(launch.<Double>getAs("cannibalised_amount_low")).isNegative();
        assertThat(launch.<Double>getAs("cannibalised_amount_high")).isPositive();
        assertThat(launch.<Double>getAs("cannibalised_rate_low")).isZero();
        assertThat(launch.<Double>getAs("cannibalised_rate_high")).isLessThan(0.2);
    }

    @Test
    void gradesSayWhatTheDataCannotCarry() {
        assertThat(grade("newNoisy")).isEqualTo("IMPRECISE");
        assertThat(grade("second")).isEqualTo("SHARED");
        assertThat(grade("newDrift")).isEqualTo("DRIFTED");
        assertThat(grade("newThin")).isEqualTo("TOO_THIN");
        assertThat(grade("newEarly")).isEqualTo("NO_HISTORY");
        assertThat(grade("newMiddle")).isEqualTo("SEASON_UNKNOWN");
        assertThat(grade("newLate")).isEqualTo("TOO_RECENT");
        assertThat(launch("newLate").<Object>getAs("launched_amount")).isNull();
        assertThat(launch("newEarly").<Object>getAs("cannibalised_rate")).isNull();
    }

    @Test
    void launchesNearbyAreCounted() {
        // 13 weeks apart are apart, 12 are not.
        assertThat(launch("first").<Long>getAs("other_launch_count")).isZero();
        assertThat(launch("second").<Long>getAs("other_launch_count")).isEqualTo(1);
        assertThat(launch("third").<Long>getAs("other_launch_count")).isEqualTo(1);
    }

    private static String grade(String product) {
        return launch(product).getAs("grade");
    }

    private static Row launch(String product) {
        return night.one(ProductLaunches.SPEC, "product_id = '" + product + "'");
    }

    private static double season(int week) {
        return 1 + 0.4 * Math.sin(2 * Math.PI * week / 52);
    }

    private static double noise(Random random, double size) {
        return Math.exp(size * random.nextGaussian());
    }

    private interface Weekly {
        double amount(int week);
    }

    /** On the Wednesday of each week. */
    private static void sells(String group, String name, int from, int to, Weekly weekly) {
        String product = name.equals("old") ? name + group : name;
        for (int week = from; week < to; week++) {
            long amount = Math.round(weekly.amount(week));
            if (amount > 0) {
                SALES.add(row(
                        FIRST.plusWeeks(week).plusDays(2).toString(),
                        group == null ? "product=" + product : "geography=DE>Kiel|product=" + group + ">" + product,
                        product,
                        "EUR",
                        (int) amount,
                        1,
                        0));
            }
        }
    }
}
