package almanac.forecast.coherence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A total (1) of two parts (2 and 3), one period ahead; expected: the closed forms named at each test. */
class OriginProblemTest {

    private static final Offset<Double> NEAR = within(1e-9);
    private static final SegmentStructure STRUCTURE =
            SegmentStructure.of(List.of(new long[] {1, 3}, new long[] {1, 2}));
    private static final double[] UNKNOWN = {};

    /** The gap of 20 goes to total and parts as 2 : 1 : 1. */
    @Test
    void gapIsSharedByTheNumberOfAtoms() {
        OriginSolution solution = solved(node(0, 100), node(1, 40), node(2, 40));

        assertThat(amounts(solution, Approach.STRUCTURAL)).containsExactly(new double[] {90, 45, 45}, NEAR);
        assertThat(amounts(solution, Approach.NONE)).containsExactly(100, 40, 40);
    }

    /** With variances 1, 1 and 9 of equal evidence the gap of 22 goes to them as 1 : 1 : 9. */
    @Test
    void gapIsSharedByTheVarianceOfTheSeriesWhereNoErrorsAreKnown() {
        OriginSolution solution = solved(
                node(0, 100),
                node(1, 38),
                new NodeForecasts(2, 3, true, new double[] {40}, new double[] {Double.NaN}, UNKNOWN));

        assertThat(amounts(solution, Approach.VARIANCE)).containsExactly(new double[] {98, 40, 58}, NEAR);
        assertThat(amounts(solution, Approach.MEAN)).isEqualTo(amounts(solution, Approach.VARIANCE));
    }

    /** The total is then the other part: the mean of 100 and 40. */
    @Test
    void partWithoutAForecastIsZero() {
        OriginSolution solution = solved(node(0, 100), node(1, 40));

        assertThat(solution.present()).containsExactly(0, 1);
        assertThat(amounts(solution, Approach.STRUCTURAL)).containsExactly(new double[] {70, 70}, NEAR);
    }

    /** The least of (10 - a)^2 / 2 + (20 - a)^2 is at 50 / 3. */
    @Test
    void partThatWasNeverNegativeIsNotNegative() {
        OriginSolution solution = solved(node(0, 10), node(1, 20), node(2, -30));

        assertThat(amounts(solution, Approach.STRUCTURAL)).containsExactly(new double[] {50 / 3.0, 50 / 3.0, 0}, NEAR);
    }

    @Test
    void errorsAreThoseOfTheReconciledForecastsRelativeToTheSpread() {
        OriginSolution solution = solved(
                new NodeForecasts(0, 2, true, new double[] {100}, new double[] {80}, UNKNOWN),
                new NodeForecasts(1, 1, true, new double[] {40}, new double[] {44}, UNKNOWN),
                new NodeForecasts(2, 1, true, new double[] {40}, new double[] {Double.NaN}, UNKNOWN));

        assertThat(solution.scores().errors()[Approach.NONE.ordinal()]).containsExactly(20 / 2.0 + 4);
        assertThat(solution.scores().errors()[Approach.STRUCTURAL.ordinal()])
                .containsExactly(new double[] {10 / 2.0 + 1}, NEAR);
    }

    @Test
    void intervalsStayAsWideWhereErrorsWereCoherentAndBecomeNarrowerWhereTheyWereNot() {
        double[] forecast = {50};
        double[] actual = {Double.NaN};
        OriginSolution coherent = solved(
                new NodeForecasts(0, 1, true, forecast, actual, new double[] {3, -1}),
                new NodeForecasts(1, 1, true, forecast, actual, new double[] {1, 1}),
                new NodeForecasts(2, 1, true, forecast, actual, new double[] {2, -2}));
        OriginSolution opposed = solved(
                new NodeForecasts(0, 1, true, forecast, actual, new double[] {3, -3}),
                new NodeForecasts(1, 1, true, forecast, actual, new double[] {-1, 1}),
                new NodeForecasts(2, 1, true, forecast, actual, new double[] {-2, 2}));

        assertThat(coherent.width(Approach.VARIANCE, 0)).isCloseTo(1, within(1e-3));
        assertThat(opposed.width(Approach.VARIANCE, 0)).isLessThan(0.95);
    }

    private static OriginSolution solved(NodeForecasts... forecasts) {
        return new OriginProblem(STRUCTURE, Arrays.asList(forecasts).iterator(), 100).solved(0);
    }

    private static NodeForecasts node(int node, double forecast) {
        return new NodeForecasts(node, 1, true, new double[] {forecast}, new double[] {Double.NaN}, UNKNOWN);
    }

    private static double[] amounts(OriginSolution solution, Approach approach) {
        double[] amounts = new double[solution.present().length];
        Arrays.setAll(amounts, index -> solution.amount(approach, 1, index));
        return amounts;
    }
}
