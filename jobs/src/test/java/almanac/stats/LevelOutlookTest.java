package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelOutlookTest {

    private static final double[] SERIES = {
        0.031, 0.045, 0.022, 0.038, 0.051, 0.060, 0.041, 0.055, 0.072, 0.066, 0.049, 0.080, 0.075, 0.069, 0.088, 0.091,
        0.070, 0.095
    };

    @Test
    void meanOfTheNextValuesIsAsTheCovarianceOfTheirErrorsSays() {
        // R 4.2.2: for each alpha the starting level by lm on the one-step errors, the variance of the mean by
        // t(P) %*% w with P the lower triangle of alphas, and the mixture by their likelihoods.
        LevelOutlook equal = LevelOutlook.of(SERIES, equalWeights()).orElseThrow();

        assertThat(equal.mean()).isCloseTo(0.0864824450, within(1e-9));
        assertThat(equal.deviation()).isCloseTo(0.0203595709, within(1e-9));
        assertThat(equal.reaches(0.1)).isCloseTo(0.25336402, within(1e-7));
    }

    @Test
    void laterMonthsThatWeighMoreMakeItLessSure() {
        double[] growing = new double[12];
        Arrays.setAll(growing, i -> i + 1.0);

        LevelOutlook outlook = LevelOutlook.of(SERIES, growing).orElseThrow();

        assertThat(outlook.deviation()).isCloseTo(0.0241407676, within(1e-9));
        assertThat(outlook.reaches(0.1)).isCloseTo(0.28775773, within(1e-7));
    }

    @Test
    void intervalsHoldTheMeanOfAWanderingLevelAboutAsOftenAsTheySay() {
        Random random = new Random(7);
        int held = 0;
        int trials = 2000;
        for (int trial = 0; trial < trials; trial++) {
            double[] series = new double[36];
            double level = 0;
            double ahead = 0;
            for (int t = 0; t < 48; t++) {
                double error = random.nextGaussian();
                if (t < 36) {
                    series[t] = level + error;
                } else {
                    ahead += (level + error) / 12;
                }
                level += 0.3 * error;
            }
            double reached =
                    LevelOutlook.of(series, equalWeights()).orElseThrow().reaches(ahead);
            held += reached > 0.1 && reached < 0.9 ? 1 : 0;
        }

        assertThat((double) held / trials).isBetween(0.76, 0.84);
    }

    @Test
    void seriesThatNeverChangedIsCertain() {
        double[] constant = new double[20];
        Arrays.fill(constant, 0.05);

        LevelOutlook outlook = LevelOutlook.of(constant, equalWeights()).orElseThrow();

        assertThat(outlook).isEqualTo(new LevelOutlook(0.05, 0));
        assertThat(outlook.reaches(0.05)).isEqualTo(1);
        assertThat(outlook.reaches(0.051)).isZero();
    }

    @Test
    void infiniteThresholdsAreReachedAlwaysAndNever() {
        LevelOutlook outlook = LevelOutlook.of(SERIES, equalWeights()).orElseThrow();

        assertThat(outlook.reaches(Double.NEGATIVE_INFINITY)).isEqualTo(1);
        assertThat(outlook.reaches(Double.POSITIVE_INFINITY)).isZero();
    }

    @Test
    void elevenValuesAreTooFew() {
        assertThat(LevelOutlook.of(Arrays.copyOf(SERIES, 11), equalWeights())).isEmpty();
    }

    private static double[] equalWeights() {
        double[] weights = new double[12];
        Arrays.fill(weights, 1);
        return weights;
    }
}
