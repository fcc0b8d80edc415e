package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import almanac.stats.DifferenceInDifferences.Effect;
import almanac.stats.DifferenceInDifferences.Group;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** References: R 4.2.2, functions t.test, glm and lm; leverages and degrees of freedom from the matrices of Bell and McCaffrey. */
class DifferenceInDifferencesTest {

    private static final int TRIALS = 4000;

    @Test
    void equalUnitsAreWelchsTest() {
        Effect effect = DifferenceInDifferences.ofLogarithms(
                        after(hundreds(5), 118, 131, 109, 140, 125), after(hundreds(7), 101, 96, 108, 99, 104, 92, 110))
                .orElseThrow();

        assertThat(effect.value()).isCloseTo(0.205753785373, within(1e-11));
        assertThat(effect.error()).isCloseTo(0.0489241253785, within(1e-11));
        assertThat(effect.degrees()).isCloseTo(6.48738901005, within(1e-9));
        assertThat(effect.pValue()).isCloseTo(0.00474931258216, within(1e-9));
        assertThat(effect.bound(0.975)).isCloseTo(0.323320096963, within(1e-8));
    }

    @Test
    void unequalUnitsAreCorrectedByTheirLeverage() {
        Effect effect = DifferenceInDifferences.ofLogarithms(
                        after(new double[] {50, 80, 100, 60}, 66, 97, 131, 70),
                        after(new double[] {120, 30, 90, 150, 70}, 118, 33, 95, 140, 77))
                .orElseThrow();

        assertThat(effect.value()).isCloseTo(0.220772380053, within(1e-11));
        assertThat(effect.error()).isCloseTo(0.045856659742, within(1e-11));
    }

    /** The other group does not vary, so that the degrees are those of one; R: the matrices of Bell and McCaffrey for one mean. */
    @Test
    void degreesOfOneGroupAreThoseOfBellAndMcCaffrey() {
        double[] steady = {50, 80, 100, 60};

        assertThat(DifferenceInDifferences.ofLogarithms(after(hundreds(4), 110, 120, 130, 140), after(steady, steady))
                        .orElseThrow()
                        .degrees())
                .isCloseTo(3, within(1e-9));
        assertThat(DifferenceInDifferences.ofLogarithms(
                                after(new double[] {120, 30, 90, 150, 70}, 118, 33, 95, 140, 77), after(steady, steady))
                        .orElseThrow()
                        .degrees())
                .isCloseTo(3.203936042036, within(1e-9));
    }

    @Test
    void coefficientIsThatOfAPoissonPanelWithUnitsAndPeriods() {
        // glm(y ~ factor(u) + factor(t) + D, family = poisson) of six units in four periods, two of them treated.
        Effect effect = DifferenceInDifferences.ofLogarithms(
                        after(new double[] {27, 78, 16}, 46, 126, 20), after(new double[] {42, 63, 33}, 46, 60, 34))
                .orElseThrow();

        assertThat(effect.value()).isCloseTo(0.447316088979, within(1e-9));
    }

    @Test
    void oneTreatedUnitBorrowsTheSpreadOfTheOthers() {
        // lm(ratio ~ treated, weights = before): five units, three degrees of freedom; with one spread for all it were
        // 0.0511.
        Effect effect = DifferenceInDifferences.ofLogarithms(
                        after(new double[] {50}, 66), after(new double[] {80, 100, 60, 120}, 82, 95, 63, 118))
                .orElseThrow();

        assertThat(effect.value()).isCloseTo(0.283202781648, within(1e-11));
        assertThat(effect.error()).isCloseTo(0.0602126488426, within(1e-11));
        assertThat(effect.degrees()).isEqualTo(3);
    }

    @Test
    void thereIsNoEffectWithoutErrorAndNoErrorWithoutUnits() {
        assertThat(DifferenceInDifferences.ofLogarithms(after(hundreds(1), 120), after(hundreds(1), 100)))
                .isEmpty();
        assertThat(DifferenceInDifferences.ofLogarithms(after(hundreds(0)), after(hundreds(4), 1, 2, 3, 4)))
                .isEmpty();
        assertThat(DifferenceInDifferences.ofLogarithms(
                        after(hundreds(3), 120, 120, 120), after(hundreds(3), 100, 100, 100)))
                .isEmpty();
        assertThat(DifferenceInDifferences.ofLogarithms(after(hundreds(3), 0, 0, 0), after(hundreds(3), 1, 2, 3)))
                .isEmpty();
        assertThatThrownBy(() -> after(new double[] {0}, 1)).hasMessage("before[0] is 0.0, not above 0");
    }

    @Test
    void differencesOfRatiosMayBeBelowZero() {
        Effect effect = DifferenceInDifferences.ofRatios(
                        after(hundreds(4), -1, 1, -2, 2), after(hundreds(4), 3, 5, 4, 8))
                .orElseThrow();

        assertThat(effect.value()).isCloseTo(-0.05, within(1e-12));
    }

    @Test
    void withoutAnEffectOneInTwentyIsFound() {
        assertThat(found(12, 20, 0)).isBetween(0.04, 0.06);
        assertThat(found(5, 8, 0)).isBetween(0.04, 0.06);
        // As few as regions are.
        assertThat(found(3, 5, 0)).isBetween(0.04, 0.06);
    }

    @Test
    void nineteenInTwentyIntervalsHoldWhatWasPlanted() {
        assertThat(1 - found(12, 20, Math.log(1.1))).isBetween(0.93, 0.97);
        assertThat(1 - found(5, 8, Math.log(1.1))).isBetween(0.93, 0.97);
        assertThat(1 - found(3, 5, Math.log(1.1))).isBetween(0.93, 0.97);
    }

    @Test
    void withOneOrTwoTreatedUnitsTheTestErrsTowardsCaution() {
        assertThat(found(1, 12, 0)).isBetween(0.03, 0.05);
        assertThat(found(2, 6, 0)).isBetween(0.03, 0.05);
    }

    /**
     * How often the effect is told apart from the planted one at 5 %: 52 weeks before and 8 with it, units whose sizes differ
     * fourfold, a season that all share, and noise that lasts (a correlation of 0.6 from week to week) beside that of counting.
     */
    private static double found(int treated, int others, double effect) {
        SplittableRandom random = new SplittableRandom(20251122L + treated);
        int outside = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] season = new double[60];
            Arrays.setAll(season, week -> 0.2 * random.nextGaussian());
            Group ofTreated = drawn(treated, season, effect, random);
            Group ofOthers = drawn(others, season, 0, random);
            Effect estimate =
                    DifferenceInDifferences.ofLogarithms(ofTreated, ofOthers).orElseThrow();
            Effect beyond = new Effect(estimate.value() - effect, estimate.error(), estimate.degrees());
            if (beyond.pValue() < 0.05) {
                outside++;
            }
        }
        return outside / (double) TRIALS;
    }

    private static Group drawn(int units, double[] season, double effect, SplittableRandom random) {
        double[] before = new double[units];
        double[] after = new double[units];
        for (int unit = 0; unit < units; unit++) {
            double size = 100 * Math.exp(1.4 * random.nextDouble());
            double lasting = 0.15 * random.nextGaussian();
            for (int week = 0; week < season.length; week++) {
                lasting = 0.6 * lasting + 0.12 * random.nextGaussian();
                double mean = size * Math.exp(season[week] + lasting + (week < 52 ? 0 : effect));
                double sold = Math.max(0, mean + Math.sqrt(mean) * random.nextGaussian());
                if (week < 52) {
                    before[unit] += sold;
                } else {
                    after[unit] += sold;
                }
            }
        }
        return new Group(before, after);
    }

    private static Group after(double[] before, double... after) {
        return new Group(before, after);
    }

    private static double[] hundreds(int units) {
        double[] values = new double[units];
        Arrays.fill(values, 100);
        return values;
    }
}
