package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What every method promises, on arbitrary histories. */
class ForecastMethodPropertyTest {

    private static final int HORIZON = 8;

    @Provide
    Arbitrary<ForecastMethod> methods() {
        return Arbitraries.oneOf(
                linearMethods(),
                Arbitraries.of(new ExponentialSmoothing(), new SyntetosBoylan(), new TeunterSyntetosBabai()));
    }

    /** The methods for which a value above 0 is nothing special. */
    @Provide
    Arbitrary<ForecastMethod> linearMethods() {
        return Arbitraries.of(
                new SeasonalNaive(),
                new Naive2(),
                new SimpleExponentialSmoothing(),
                new Holt(),
                new DampedTrend(),
                new Theta(),
                new DynamicOptimisedTheta(),
                new AirlineModel(),
                new MultiSeasonal(2, 5, 9.5));
    }

    /** Any doubles at all, with a preference for the extremes. */
    @Provide
    Arbitrary<double[]> anyHistories() {
        Arbitrary<Double> extremes = Arbitraries.of(
                0.0,
                -0.0,
                1.0,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                1e-160,
                1e160);
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.doubles()),
                        Tuple.of(2, Arbitraries.doubles().between(0.01, 1000)),
                        Tuple.of(1, extremes))
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    /** Whole numbers: shifting and doubling them is exact, so that only the method can make a difference. */
    @Provide
    Arbitrary<double[]> wholeNumbers() {
        return Arbitraries.integers()
                .between(-50, 500)
                .map(Integer::doubleValue)
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property(seed = "1")
    void forecastsAreFinite(
            @ForAll("methods") ForecastMethod method,
            @ForAll("anyHistories") double[] history,
            @ForAll @IntRange(min = 1, max = 13) int period) {
        double[] forecasts = method.forecast(history, period, HORIZON);

        assertThat(forecasts).hasSize(HORIZON);
        assertThat(Arrays.stream(forecasts).allMatch(Double::isFinite))
                .as(Arrays.toString(forecasts))
                .isTrue();
    }

    @Property(seed = "2")
    void aPowerOfTwoScalesForecastsBitForBit(
            @ForAll("methods") ForecastMethod method,
            @ForAll("wholeNumbers") double[] history,
            @ForAll @IntRange(min = 1, max = 13) int period,
            @ForAll @IntRange(min = -200, max = 200) int exponent) {
        double factor = Math.scalb(1.0, exponent);

        assertThat(method.forecast(times(factor, history), period, HORIZON))
                .containsExactly(times(factor, method.forecast(history, period, HORIZON)));
    }

    @Property(seed = "3")
    void anyFactorScalesForecastsUpToRounding(
            @ForAll("methods") ForecastMethod method,
            @ForAll("wholeNumbers") double[] history,
            @ForAll @IntRange(min = 1, max = 13) int period,
            @ForAll @IntRange(min = 1, max = 1000) int thousandths) {
        double factor = thousandths / 7.0;
        double tolerance = tolerance(method) * factor * (1 + largest(history));

        assertThat(method.forecast(times(factor, history), period, HORIZON))
                .containsExactly(times(factor, method.forecast(history, period, HORIZON)), within(tolerance));
    }

    @Property(seed = "4")
    void aShiftMovesForecastsOfASeriesWithoutSeasonByTheShift(
            @ForAll("linearMethods") ForecastMethod method,
            @ForAll("wholeNumbers") double[] history,
            @ForAll @IntRange(min = -1000, max = 1000) int shift) {
        double[] moved = plus(shift, history);
        double tolerance = tolerance(method) * (1 + largest(history) + Math.abs(shift));

        assertThat(method.forecast(moved, 1, HORIZON))
                .containsExactly(plus(shift, method.forecast(history, 1, HORIZON)), within(tolerance));
    }

    @Property(seed = "5")
    void aLongerHorizonOnlyAddsForecasts(
            @ForAll("methods") ForecastMethod method,
            @ForAll("wholeNumbers") double[] history,
            @ForAll @IntRange(min = 1, max = 13) int period) {
        assertThat(Arrays.copyOf(method.forecast(history, period, 3 * HORIZON), HORIZON))
                .containsExactly(method.forecast(history, period, HORIZON));
    }

    /** A search in two or more directions ends somewhere on a flat valley floor, one in a single direction exactly. */
    private static double tolerance(ForecastMethod method) {
        boolean searchesFarther = method instanceof Holt
                || method instanceof DampedTrend
                || method instanceof ExponentialSmoothing
                || method instanceof AirlineModel
                || method instanceof IntermittentMethod;
        return searchesFarther ? 1e-3 : 1e-7;
    }

    private static double[] times(double factor, double[] values) {
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }

    private static double[] plus(double shift, double[] values) {
        return Arrays.stream(values).map(value -> value + shift).toArray();
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }
}
