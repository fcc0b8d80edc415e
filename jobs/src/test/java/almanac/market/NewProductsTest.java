package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Launches of 2023 on a night of 2024, every expected number worked out by hand. */
class NewProductsTest {

    private static final List<Object[]> LINES = new ArrayList<>();

    private static SmallNight night;

    @BeforeAll
    static void launches() {
        // The history begins with products of which nobody knows how old they are.
        sells("old", "2023-01-01", "anna", "s1", 5);
        sells("soon", "2023-01-20", "anna", "s2", 5);
        // Known to be older than the history.
        sells("back", "2023-05-01", "anna", "s2", 5);
        // Five launches of one group, 10, 20 … 50 in their first week.
        for (int launch = 1; launch <= 5; launch++) {
            sells("food" + launch, LocalDate.of(2023, 3, 1).plusDays(launch).toString(), "anna", "s1", 10 * launch);
        }
        // Of the sixth the days of the first week and the first day after it; and the first of a group of its own.
        sells("food6", "2023-06-01", "anna", "s1", 40);
        sells("food6", "2023-06-07", "bert", "s2", 30);
        sells("food6", "2023-06-08", "carl", "s2", 5);
        sells("food6", "2023-08-31", "anna", "s1", 1);
        sells("food6", "2023-09-07", "bert", "s1", 1);
        // Ninety-two days after the first purchase.
        sells("food6", "2023-09-08", "carl", "s1", 1);
        sells("food6", "2023-08-30", null, null, 1);
        LINES.add(line("food6", "2023-06-05", "anna", "s1", -5, true));
        sells("drink", "2023-07-01", "dora", "s3", 20);
        // Launched too late for a week to be over, and after the night.
        sells("late", "2024-06-25", "anna", "s1", 9);
        sells("later", "2024-07-01", "anna", "s1", 9);
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-06-30")
                .with(
                        Sales.SPEC,
                        "order_id, order_date, product_id, customer_id, store_id, quantity, net_amount, is_return,"
                                + " is_current",
                        LINES.toArray(Object[][]::new))
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, product_name, category_l1, launch_date, is_current",
                        row("food1", "1", "Food", null, true),
                        row("food2", "2", "Food", null, true),
                        row("food3", "3", "Food", null, true),
                        row("food4", "4", "Food", null, true),
                        row("food5", "5", "Food", null, true),
                        row("food6", "6", "Food", "2023-05-20", true),
                        row("drink", "7", "Drinks", null, true),
                        row("back", "8", "Drinks", "2022-05-01", true));
    }

    @Test
    void onlyLaunchesThatTheHistoryHasSeenAreTold() {
        assertThat(night.get(NewProducts.SPEC).select("product_id").distinct().collectAsList())
                .extracting(product -> product.getString(0))
                .containsExactlyInAnyOrder("food1", "food2", "food3", "food4", "food5", "food6", "drink");
        assertThat(night.rows(NewProducts.SPEC, "product_id = 'drink'")).hasSize(13);
    }

    @Test
    void firstWeekAgainstTheFiveBeforeIt() {
        Row week = age("food6", 1);

        assertThat(week.<LocalDate>getAs("through_date")).isEqualTo("2023-06-07");
        assertThat(week.<LocalDate>getAs("launch_date")).isEqualTo("2023-05-20");
        assertThat(week.<String>getAs("group_segment")).isEqualTo("product=Food");
        // What was given back is taken off.
        assertAmount(week, "cumulative_net_amount", "65");
        assertThat(week.<String>getAs("analogue_basis")).isEqualTo("GROUP");
        assertThat(week.<Integer>getAs("analogue_count")).isEqualTo(5);
        assertThat(week.<Double>getAs("analogue_p25")).isEqualTo(20);
        assertThat(week.<Double>getAs("analogue_p50")).isEqualTo(30);
        assertThat(week.<Double>getAs("analogue_p75")).isEqualTo(40);
        assertThat(week.<Double>getAs("analogue_index")).isCloseTo(65 / 30.0, within(1e-12));
        assertThat(week.<String>getAs("analogue_position")).isEqualTo("ABOVE");
        assertThat(week.<Boolean>getAs("is_latest")).isFalse();
        assertThat(age("food6", 52).<Boolean>getAs("is_latest")).isTrue();
    }

    @Test
    void aGroupWithoutEarlierLaunchesIsComparedWithAll() {
        assertThat(age("drink", 1).<String>getAs("analogue_basis")).isEqualTo("ALL");
        assertThat(age("drink", 1).<Integer>getAs("analogue_count")).isEqualTo(6);
        assertThat(age("drink", 1).<String>getAs("analogue_position")).isEqualTo("BELOW");
        assertThat(age("food5", 1).<String>getAs("analogue_basis")).isEqualTo("TOO_FEW");
        assertThat(age("food5", 1).<Object>getAs("analogue_position")).isNull();
    }

    @Test
    void repeatIsAskedOfThoseWhoHadTheTime() {
        // 13 weeks are 91 days: the days 0 to 90, and nobody has had 91 days after the first purchase.
        assertThat(age("food6", 13).<Long>getAs("trial_customer_count")).isEqualTo(3);
        assertThat(age("food6", 13).<Long>getAs("followed_customer_count")).isZero();
        assertThat(age("food6", 13).<Object>getAs("repeat_rate")).isNull();
        Row later = age("food6", 17);
        assertThat(later.<Long>getAs("followed_customer_count")).isEqualTo(3);
        // On the last day of the 91, on a day before it, and a day after it.
        assertThat(later.<Long>getAs("repeat_customer_count")).isEqualTo(1);
        assertThat(later.<Boolean>getAs("is_repeat_known")).isFalse();
    }

    @Test
    void distributionIsBuiltOutletByOutlet() {
        assertThat(age("food6", 1).<Long>getAs("outlet_count")).isEqualTo(2);
        assertThat(age("food6", 1).<Long>getAs("known_outlet_count")).isEqualTo(2);
        assertThat(age("food6", 13).<Long>getAs("known_outlet_count")).isEqualTo(3);
        assertThat(age("food6", 13).<Double>getAs("distribution_rate")).isCloseTo(2 / 3.0, within(1e-12));
    }

    private static Row age(String product, int weeks) {
        return night.one(NewProducts.SPEC, "product_id = '" + product + "' AND weeks_since_launch = " + weeks);
    }

    private static void sells(String product, String day, String customer, String store, int amount) {
        LINES.add(line(product, day, customer, store, amount, false));
    }

    private static Object[] line(
            String product, String day, String customer, String store, int amount, boolean isReturn) {
        return row(product + day, day, product, customer, store, isReturn ? -1 : 1, amount, isReturn, true);
    }
}
