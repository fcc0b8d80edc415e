package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Sales;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two hundred customers of a shop, of whom every second one took to a web shop: there they spend 60 each, and in the shop 40 less
 * than before. A third channel began too late to judge.
 */
class ChannelLaunchesTest {

    private static final LocalDate LAUNCH = LocalDate.of(2024, 1, 10);
    private static final List<Object[]> LINES = new ArrayList<>();

    private static SmallNight night;

    @BeforeAll
    static void sales() {
        for (int i = 0; i < 200; i++) {
            int spend = 20 + i / 4;
            // Whoever takes and whoever does not is a little lucky or not, alike.
            int luck = i % 4 < 2 ? 1 : -1;
            boolean takes = i % 2 == 0;
            for (int before : new int[] {300, 170, 130, 80, 20}) {
                buys("c" + i, LAUNCH.minusDays(before), "shop", spend);
            }
            buys("c" + i, LAUNCH.plusDays(100), "shop", 4 * spend + luck - (takes ? 40 : 0));
            if (takes) {
                buys("c" + i, LAUNCH.plusDays(i % 90), "web", 60);
            }
        }
        for (int i = 0; i < 7; i++) {
            buys("new" + i, LAUNCH.plusDays(30), "web", 11);
        }
        // From before, takes to the web shop, and is not seen in the shop again.
        buys("gone", LAUNCH.minusDays(5), "shop", 500);
        buys("gone", LAUNCH.plusDays(5), "web", 480);
        LINES.add(line(null, LAUNCH.plusDays(7), "web", 3));
        buys("c1", LAUNCH.plusDays(170), "telephone", 5);
        // After the days that count.
        buys("c1", LAUNCH.plusDays(182), "web", 1000);
        night = SmallNight.of(
                        TestSettings.of(PeriodType.MONTH), LAUNCH.plusDays(200).toString())
                .with(
                        Sales.SPEC,
                        "order_id, order_date, product_id, channel_id, customer_id, quantity, net_amount, is_return,"
                                + " is_current",
                        LINES.toArray(Object[][]::new));
    }

    @Test
    void whoTookToTheChannel() {
        Row web = channel("web");

        assertThat(web.<LocalDate>getAs("first_sale_date")).isEqualTo(LAUNCH);
        assertAmount(web, "channel_amount", "6560");
        assertThat(web.<Long>getAs("new_customer_count")).isEqualTo(7);
        assertAmount(web, "new_customer_amount", "77");
        assertThat(web.<Long>getAs("taker_count")).isEqualTo(101);
        assertAmount(web, "taker_amount", "6480");
        assertThat(web.<Long>getAs("switched_customer_count")).isEqualTo(1);
    }

    @Test
    void whatOtherChannelsLostIsWhatWasPlanted() {
        Row web = channel("web");

        assertThat(web.<String>getAs("grade")).isEqualTo("OK");
        assertThat(web.<Long>getAs("matched_taker_count")).isEqualTo(101);
        assertThat(web.<Long>getAs("control_count")).isEqualTo(100);
        // 20 each, but for the one who spends 20 less; one of the others spends 5 more.
        assertThat(web.<Double>getAs("effect_amount")).isCloseTo((100 * 20 - 20 - 5) / 101.0, within(0.01));
        assertThat(20.0).isBetween(web.getAs("effect_amount_low"), web.getAs("effect_amount_high"));
        assertThat(web.<Double>getAs("cannibalised_rate")).isCloseTo((6480 - 1980) / 6480.0, within(0.005));
        assertThat(web.<Boolean>getAs("has_drift")).isFalse();
    }

    @Test
    void whatCannotBeJudgedSaysWhy() {
        Row shop = channel("shop");
        assertThat(shop.<String>getAs("grade")).isEqualTo("NOT_SEEN");
        assertThat(shop.<String>getAs("grade_reason"))
                .isEqualTo("the history does not hold 182 days before its first sale");
        Row telephone = channel("telephone");
        assertThat(telephone.<String>getAs("grade")).isEqualTo("TOO_RECENT");
        assertThat(telephone.<Object>getAs("channel_amount")).isNull();
        assertThat(telephone.<Object>getAs("effect_amount")).isNull();
    }

    private static Row channel(String channel) {
        return night.one(ChannelLaunches.SPEC, "channel_id = '" + channel + "'");
    }

    private static void buys(String customer, LocalDate day, String channel, int amount) {
        LINES.add(line(customer, day, channel, amount));
    }

    private static Object[] line(String customer, LocalDate day, String channel, int amount) {
        return row(customer + channel + day, day.toString(), "gin", channel, customer, 1, amount, false, true);
    }
}
