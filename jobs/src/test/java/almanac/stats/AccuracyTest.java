package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Expected values: R 4.2.2, forecast 8.20, {@code accuracy(snaive(AirPassengers to 1959, h = 12), AirPassengers 1960)},
 * and base R for the measures it does not have; by hand where a comment says so.
 */
class AccuracyTest {

    private static final double[] HISTORY = Arrays.copyOf(ReferenceSeries.airPassengers(), 132);
    private static final double[] ACTUAL = Arrays.copyOfRange(ReferenceSeries.airPassengers(), 132, 144);
    private static final double[] FORECAST = Arrays.copyOfRange(ReferenceSeries.airPassengers(), 120, 132);
    private static final double[] NONE = {};

    @Test
    void wapeIsTheSumOfAbsoluteErrorsOverTheSumOfActuals() {
        assertThat(Accuracy.wape(ACTUAL, FORECAST)).hasValueCloseTo(0.10045502275, within(1e-10));
    }

    @Test
    void wapeDividesByTheSizeOfNegativeActuals() {
        // By hand: (1 + 2) / (3 + 1)
        assertThat(Accuracy.wape(new double[] {-3, 1}, new double[] {-2, 3})).hasValue(0.75);
    }

    @Test
    void biasIsNegativeWhereForecastsAreTooLow() {
        assertThat(Accuracy.bias(ACTUAL, FORECAST)).hasValueCloseTo(-0.10045502275, within(1e-10));
        // By hand: (1 + 2) / 6
        assertThat(Accuracy.bias(new double[] {2, 4}, new double[] {3, 6})).hasValue(0.5);
    }

    @Test
    void maeAndRmseAreThoseOfR() {
        assertThat(Accuracy.mae(ACTUAL, FORECAST)).hasValueCloseTo(47.8333333333, within(1e-9));
        assertThat(Accuracy.rmse(ACTUAL, FORECAST)).hasValueCloseTo(50.7083162147, within(1e-9));
    }

    @Test
    void maseIsThatOfR() {
        assertThat(Accuracy.mase(ACTUAL, FORECAST, HISTORY, 12)).hasValueCloseTo(1.57088122605, within(1e-10));
    }

    @Test
    void rmsseScalesByThePeriodOrByOneStep() {
        assertThat(Accuracy.rmsse(ACTUAL, FORECAST, HISTORY, 12)).hasValueCloseTo(1.4677524601, within(1e-9));
        assertThat(Accuracy.rmsse(ACTUAL, FORECAST, HISTORY, 1)).hasValueCloseTo(1.6184127376, within(1e-9));
    }

    @Test
    void smapeIsThatOfTheCompetitions() {
        assertThat(Accuracy.smape(ACTUAL, FORECAST)).hasValueCloseTo(10.571808257, within(1e-8));
    }

    @Test
    void smapeOfZeroAgainstZeroIsNoErrorAndAgainstAnythingElseTwoHundred() {
        // By hand: (0 + 200) / 2
        assertThat(Accuracy.smape(new double[] {0, 0}, new double[] {0, 5})).hasValue(100);
    }

    @Test
    void pinballLossWeighsTheTwoSidesByTheLevel() {
        assertThat(Accuracy.pinball(ACTUAL, FORECAST, 0.9)).hasValueCloseTo(43.05, within(1e-10));
        // By hand: actual 2 above costs 0.9 * 2, 2 below 0.1 * 2.
        assertThat(Accuracy.pinball(new double[] {12}, new double[] {10}, 0.9)).hasValueCloseTo(1.8, within(1e-12));
        assertThat(Accuracy.pinball(new double[] {8}, new double[] {10}, 0.9)).hasValueCloseTo(0.2, within(1e-12));
    }

    @Test
    void coverageCountsTheBoundsAsCovered() {
        double[] actual = {1, 2, 3, 4};
        double[] low = {1, 0, 3.5, 0};
        double[] high = {5, 2, 5, 3.9};

        assertThat(Accuracy.coverage(actual, low, high)).hasValue(0.5);
        assertThat(Accuracy.coverage(new double[] {1, 2}, new double[] {1, 1}, new double[] {1, 1}))
                .hasValue(0.5);
    }

    @Test
    void whatIsUndefinedIsEmpty() {
        double[] zeros = {0, 0};
        double[] ones = {1, 1};

        assertThat(Accuracy.wape(zeros, ones)).isEmpty();
        assertThat(Accuracy.bias(new double[] {-1, 1}, ones)).isEmpty();
        assertThat(Accuracy.mae(NONE, NONE)).isEmpty();
        assertThat(Accuracy.rmse(NONE, NONE)).isEmpty();
        assertThat(Accuracy.wape(NONE, NONE)).isEmpty();
        assertThat(Accuracy.smape(NONE, NONE)).isEmpty();
        assertThat(Accuracy.pinball(NONE, NONE, 0.5)).isEmpty();
        assertThat(Accuracy.coverage(NONE, NONE, NONE)).isEmpty();
    }

    @Test
    void scaledErrorsOfAHistoryThatRepeatsItselfOrIsTooShortAreEmpty() {
        double[] actual = {1};
        double[] forecast = {2};
        double[] repeats = {3, 5, 3, 5};
        double[] onePeriod = {3, 5};

        assertThat(Accuracy.mase(actual, forecast, repeats, 2)).isEmpty();
        assertThat(Accuracy.rmsse(actual, forecast, repeats, 2)).isEmpty();
        assertThat(Accuracy.mase(actual, forecast, onePeriod, 2)).isEmpty();
        assertThat(Accuracy.rmsse(actual, forecast, onePeriod, 2)).isEmpty();
        assertThat(Accuracy.mase(NONE, NONE, new double[] {1, 2, 4}, 1)).isEmpty();
    }

    @Test
    void everyMeasureRefusesArraysThatDoNotPairUp() {
        everyMeasure(new double[] {1, 2}, new double[] {1})
                .forEach((name, measure) -> assertThatThrownBy(measure)
                        .as(name)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("actual has 2 values and forecast has 1: they must pair up"));
    }

    @Test
    void everyMeasureRefusesValuesThatAreNotNumbers() {
        everyMeasure(new double[] {1, 2}, new double[] {1, Double.NaN})
                .forEach((name, measure) -> assertThatThrownBy(measure)
                        .as(name)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("forecast[1] is NaN, not a finite number"));
        everyMeasure(new double[] {Double.POSITIVE_INFINITY}, new double[] {1})
                .forEach((name, measure) -> assertThatThrownBy(measure)
                        .as(name)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("actual[0] is Infinity, not a finite number"));
    }

    @Test
    void bothBoundsMustPairUpAndTheHistoryMustBeFinite() {
        assertThatThrownBy(() -> Accuracy.coverage(new double[] {1}, new double[] {1, 2}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("actual has 1 values and forecast has 2: they must pair up");
        assertThatThrownBy(() -> Accuracy.coverage(new double[] {1}, new double[] {1}, new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("actual has 1 values and forecast has 2: they must pair up");
        assertThatThrownBy(() -> Accuracy.mase(ACTUAL, FORECAST, new double[] {Double.NaN}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history[0] is NaN, not a finite number");
        assertThatThrownBy(() -> Accuracy.rmsse(ACTUAL, FORECAST, HISTORY, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period is 0, less than 1");
    }

    private static Map<String, ThrowingCallable> everyMeasure(double[] actual, double[] forecast) {
        return Map.of(
                "wape", () -> Accuracy.wape(actual, forecast),
                "bias", () -> Accuracy.bias(actual, forecast),
                "mae", () -> Accuracy.mae(actual, forecast),
                "rmse", () -> Accuracy.rmse(actual, forecast),
                "mase", () -> Accuracy.mase(actual, forecast, HISTORY, 12),
                "rmsse", () -> Accuracy.rmsse(actual, forecast, HISTORY, 12),
                "smape", () -> Accuracy.smape(actual, forecast),
                "pinball", () -> Accuracy.pinball(actual, forecast, 0.5),
                "coverage", () -> Accuracy.coverage(actual, forecast, forecast));
    }

    @Test
    void aLevelOutsideOfZeroToOneIsRefused() {
        assertThatThrownBy(() -> Accuracy.pinball(ACTUAL, FORECAST, 95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("level is 95.0, not between 0 and 1");
    }

    @Test
    void swappedBoundsAreRefused() {
        assertThatThrownBy(() -> Accuracy.coverage(new double[] {1}, new double[] {2}, new double[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interval 0 runs from 2.0 to 0.0: its bounds are swapped");
    }

    @Test
    void aMeasureTooLargeForADoubleIsRefusedAndNeverNotANumber() {
        double[] huge = {Double.MAX_VALUE, Double.MAX_VALUE};
        double[] opposite = {-Double.MAX_VALUE, -Double.MAX_VALUE};

        assertThatThrownBy(() -> Accuracy.wape(huge, opposite)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Accuracy.bias(huge, huge)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Accuracy.rmse(huge, opposite))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("the measure is too large for a double: Infinity / 2.0");
    }
}
