package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MultiSeasonalTest {

    private static final double YEAR = 365.25;
    private static final double[] WEEK = {1.3, 1.1, 1.2, 1.0, 1.4, 1.0, 0};

    private final ForecastMethod days = new MultiSeasonal(7, YEAR);

    @Test
    void weekAndYearAreFoundInTwoYearsOfNoisyDays() {
        double[] sales = sales(730 + 91, 0.2, 1);
        double[] expected = sales(730 + 91, 0, 1);

        double[] forecasts = days.forecast(Arrays.copyOf(sales, 730), 7, 91);

        for (int h = 0; h < 91; h++) {
            assertThat(forecasts[h])
                    .as("day %d", h)
                    .isCloseTo(expected[730 + h], within(0.12 * expected[730 + h] + 1e-9));
        }
    }

    @Test
    void aDayThatIsAlwaysClosedIsForecastAsClosed() {
        double[] forecasts = days.forecast(sales(400, 0.3, 2), 7, 28);

        // Day 0 is the first of a week, and the last of a week is closed.
        for (int h = 0; h < 28; h++) {
            if ((400 + h) % 7 == 6) {
                assertThat(forecasts[h]).isZero();
            } else {
                assertThat(forecasts[h]).isPositive();
            }
        }
    }

    @Test
    void aNewWeekIsLearntInAFewWeeks() {
        double[] sales = sales(600, 0.1, 3);
        for (int t = 600 - 56; t < 600; t++) {
            // Since eight weeks open on the first day of the week only.
            sales[t] = t % 7 == 0 ? 8000 : 0;
        }

        double[] forecasts = days.forecast(sales, 7, 7);

        for (int h = 0; h < 7; h++) {
            assertThat(forecasts[h]).isCloseTo((600 + h) % 7 == 0 ? 8000 : 0, within(800.0));
        }
    }

    @Test
    void noiseGivesHardlyASeason() {
        Random random = new Random(4);
        for (int trial = 0; trial < 20; trial++) {
            double[] noise = IntStream.range(0, 156)
                    .mapToDouble(t -> 100 + 10 * random.nextGaussian())
                    .toArray();

            double[] season = FourierSeason.multiplicative(noise, YEAR / 7, 156 + 52);

            assertThat(spread(season)).as("trial %d", trial).isLessThan(0.12);
        }
    }

    @Test
    void theDaysBeforeAShopOpenedAreNotASeason() {
        double[] history = new double[1500];
        System.arraycopy(sales(700, 0.1, 7), 0, history, 800, 700);

        double[] season = FourierSeason.multiplicative(weeks(history), YEAR / 7, 214 + 52);
        double[] since = FourierSeason.multiplicative(weeks(sales(700, 0.1, 7)), YEAR / 7, 100 + 52);

        assertThat(Arrays.copyOf(season, 114)).containsOnly(1);
        assertThat(lastOf(season, 152)).containsExactly(since, within(1e-9));
    }

    @Test
    void theYearIsLeftOutOfLessThanOne() {
        double[] history = sales(365, 0.1, 5);

        assertThat(days.forecast(history, 7, 30)).containsExactly(new MultiSeasonal(7).forecast(history, 7, 30));
    }

    @Test
    void oneYearIsBelievedLessThanSeveral() {
        double[] season = new double[208];
        for (int t = 0; t < season.length; t++) {
            season[t] = Math.sin(2 * Math.PI * t / 52);
        }

        assertThat(spread(FourierSeason.additive(Arrays.copyOf(season, 52), 52, 104)))
                .isLessThan(1.5);
        assertThat(spread(FourierSeason.additive(season, 52, 208))).isCloseTo(2 * (1 - 0.3 / 4), within(0.02));
    }

    @Test
    void aSeasonBelowZeroIsAdded() {
        double[] profit = new double[350];
        for (int t = 0; t < profit.length; t++) {
            profit[t] = 10 * WEEK[t % 7] - 5 + Math.sin(t);
        }

        double[] forecasts = days.forecast(profit, 7, 7);

        for (int h = 0; h < 7; h++) {
            assertThat(forecasts[h]).isCloseTo(10 * WEEK[h] - 5, within(1.2));
        }
    }

    @Test
    void hoursHaveADayAndAWeek() {
        double[] visits = new double[24 * 7 * 10];
        for (int t = 0; t < visits.length; t++) {
            visits[t] = visitors(t);
        }

        double[] forecasts = new MultiSeasonal(24, 168).forecast(visits, 168, 168);

        for (int h = 0; h < 168; h++) {
            assertThat(forecasts[h]).isCloseTo(visitors(visits.length + h), within(0.5));
        }
    }

    @Test
    void twoWeeksOfHoursKnowTheDayButNotTheWeek() {
        double[] visits = IntStream.range(0, 24 * 14)
                .mapToDouble(MultiSeasonalTest::visitors)
                .toArray();

        assertThat(new MultiSeasonal(24, 168).forecast(visits, 168, 48))
                .containsExactly(new MultiSeasonal(24).forecast(visits, 24, 48));
    }

    @Test
    void period1SaysThatThereIsNoSeason() {
        double[] history = sales(100, 0.1, 6);
        double[] level = new SimpleExponentialSmoothing().forecast(history, 1, 5);
        double[] trend = new DynamicOptimisedTheta().forecast(history, 1, 5);

        double[] forecasts = days.forecast(history, 1, 5);

        for (int h = 0; h < 5; h++) {
            assertThat(forecasts[h]).isCloseTo((level[h] + trend[h]) / 2, within(1e-9));
        }
    }

    @Test
    void theSeasonsMustHaveAMeaning() {
        assertThatThrownBy(MultiSeasonal::new)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of seasons is 0, less than 1");
        assertThatThrownBy(() -> new MultiSeasonal(7, 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a season of 1.5 observations: it needs at least 2");
        assertThatThrownBy(() -> new MultiSeasonal(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seasons[0] is NaN, not a finite number");
    }

    @Test
    void wavesAndTheirStrengthAreThoseOfR() {
        // R 4.2.2: solve(crossprod(X) + strength n diag(k^2), crossprod(X, y)), the strength by the smallest GCV of the
        // same
        // grid, times 1 - 0.3 / cycles. Strengths 2^-8, 2^-1 and 2^-5 with 11.2, 3.6 and 9.2 parameters used.
        double[] logarithms =
                Arrays.stream(ReferenceSeries.airPassengers()).map(Math::log).toArray();
        assertThat(lastOf(FourierSeason.additive(logarithms, 12, 156), 12))
                .containsExactly(
                        new double[] {
                            -0.082553870620,
                            -0.101267754609,
                            0.018396280694,
                            -0.009253019299,
                            -0.004434119087,
                            0.105455278675,
                            0.209082126733,
                            0.194042277829,
                            0.063129286164,
                            -0.078771582304,
                            -0.203619703883,
                            -0.110205200292
                        },
                        within(1e-9));
        assertThat(lastOf(FourierSeason.additive(ReferenceSeries.nile(), 7.5, 106), 6))
                .containsExactly(
                        new double[] {
                            -1.5952788046, -8.9703966706, -14.7837572460, -16.5787371979, -5.3192756125, 24.1749036097
                        },
                        within(1e-6));
        assertThat(lastOf(FourierSeason.additive(ReferenceSeries.accidentalDeaths(), 12.175, 78), 6))
                .containsExactly(
                        new double[] {
                            -450.23096361, -1026.58534889, -1064.24429147, -636.34364936, -152.89052780, 453.47092952
                        },
                        within(1e-6));
    }

    @Test
    void aProfileIsTheSumAtEachPlaceOverTheSumOfTheMeans() {
        double[] history = {1, 3, 1, 3, 2, 2, 0, 8};
        double[] means = {2, 2, 2, 4};

        double[] profile = BlockProfile.of(history, means, 2, true);

        // By hand: 0.98 has the smallest error, 16.37; 0.95 has 16.59, 0.9 16.99, 0.8 17.90 and 0.7 18.97.
        double sum = 0.941192 * 2 + 0.9604 * 2 + 0.98 * 2 + 4;
        assertThat(profile[0]).isCloseTo((0.941192 * 1 + 0.9604 * 1 + 0.98 * 2 + 0) / sum, within(1e-12));
        assertThat(profile[1]).isCloseTo((0.941192 * 3 + 0.9604 * 3 + 0.98 * 2 + 8) / sum, within(1e-12));
    }

    @Test
    void onlyTheFirstDayWasNotZeroAndIsNotPartOfAWholeWeek() {
        double[] history = new double[400];
        history[0] = 50;

        assertThat(days.forecast(history, 7, 3)).containsExactly(0, 0, 0);
    }

    /** Days of a shop with a trend, a week that ends closed, a year, and noise that multiplies. */
    private static double[] sales(int length, double noise, int seed) {
        Random random = new Random(seed);
        double[] sales = new double[length];
        for (int t = 0; t < length; t++) {
            double year = Math.exp(0.3 * Math.cos(2 * Math.PI * t / YEAR));
            sales[t] = 1000 * (1 + t / 3000.0) * WEEK[t % 7] * year * Math.exp(noise * random.nextGaussian());
        }
        return sales;
    }

    private static double[] weeks(double[] days) {
        double[] weeks = new double[days.length / 7];
        for (int t = 0; t < 7 * weeks.length; t++) {
            weeks[t / 7] += days[days.length - 7 * weeks.length + t] / 7;
        }
        return weeks;
    }

    private static double visitors(int hour) {
        double day = hour / 24 % 7 < 5 ? 1 : 0.5;
        return day * (50 + 40 * Math.sin(2 * Math.PI * (hour % 24) / 24));
    }

    private static double spread(double[] values) {
        return Arrays.stream(values).max().orElseThrow()
                - Arrays.stream(values).min().orElseThrow();
    }

    private static double[] lastOf(double[] values, int count) {
        return Arrays.copyOfRange(values, values.length - count, values.length);
    }
}
