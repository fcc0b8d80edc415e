package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Measures of a literal series against the formulas in numpy 2.4.6 and a search over all divisions there; beta against scipy 1.17.1. */
class VolatilityTest {

    /** Levels of 100, 140 from place 24 on, and 90 from 45 on, with noise that anyone can compute. */
    private static final double[] STEPS = IntStream.range(0, 60)
            .mapToDouble(i -> (i < 24 ? 100 : i < 45 ? 140 : 90) + (7 * i * i + 3 * i) % 11 - 5)
            .toArray();

    @Test
    void measuresAreThoseOfTheReference() {
        // Less than two seasons: nothing is taken off.
        Volatility found = Volatility.of(STEPS, 52);

        assertThat(found.adjusted()).isEqualTo(STEPS);
        assertThat(found.variation()).isCloseTo(0.1947778094343951, within(1e-12));
        assertThat(found.weightedVolatility()).isCloseTo(0.08823603158008404, within(1e-12));
        assertThat(found.volatility()).isCloseTo(0.0833579001408404, within(1e-12));
        assertThat(found.drawdown()).isCloseTo(0.4137931034482759, within(1e-12));
        assertThat(found.peak()).isEqualTo(30);
        assertThat(found.trough()).isEqualTo(53);
        assertThat(found.changePoints()).containsExactly(24, 45);
        assertThat(found.levelRatio()).isCloseTo(0.6435290078956402, within(1e-12));
        assertThat(ChangePoints.longRunVariance(
                        Arrays.stream(STEPS).map(Math::log).toArray()))
                .isCloseTo(0.002324094678288142, within(1e-14));
    }

    @Test
    void aSeasonIsNoVolatility() {
        Random random = new Random(3);
        double[] seasonal = IntStream.range(0, 48)
                .mapToDouble(t -> (100 + 60 * Math.sin(2 * Math.PI * t / 12)) * Math.exp(0.02 * random.nextGaussian()))
                .toArray();

        Volatility found = Volatility.of(seasonal, 12);

        assertThat(found.variation()).isLessThan(0.04);
        assertThat(found.changePoints()).isEmpty();
        assertThat(Volatility.of(seasonal, 52).variation()).isGreaterThan(0.3);
    }

    @Test
    void valuesAtOrBelowZeroHaveNoRelativeChanges() {
        Volatility found = Volatility.of(new double[] {10, 20, -5, 0, 10, 12, 9, 11, 10, 10, 12, 8, 9}, 12);

        assertThat(found.volatility()).isNull();
        assertThat(found.weightedVolatility()).isNull();
        assertThat(found.drawdown()).isEqualTo(1.25);
        assertThat(Volatility.of(new double[] {-1, -2, -3}, 12).variation()).isNull();
        assertThat(Volatility.of(new double[] {-1, -2, -3}, 12).drawdown()).isNull();
    }

    /** Errors that go together are told from changes of the level less well than those that do not. */
    @Test
    void noiseIsSeldomTakenForAChange() {
        assertThat(changedOfThousand(0)).isLessThanOrEqualTo(50);
        assertThat(changedOfThousand(0.3)).isLessThanOrEqualTo(80);
    }

    private static int changedOfThousand(double together) {
        Random random = new Random(5);
        int changed = 0;
        for (int series = 0; series < 1000; series++) {
            double[] noise = new double[104];
            for (int t = 1; t < noise.length; t++) {
                noise[t] = together * noise[t - 1] + random.nextGaussian();
            }
            changed += ChangePoints.find(noise).isEmpty() ? 0 : 1;
        }
        return changed;
    }

    @Test
    void aPlantedStepIsFoundWhereItIs() {
        Random random = new Random(6);
        int found = 0;
        for (int series = 0; series < 500; series++) {
            int place = 20 + random.nextInt(64);
            double[] values = IntStream.range(0, 104)
                    .mapToDouble(t -> (t < place ? 0 : 3) + random.nextGaussian())
                    .toArray();
            var points = ChangePoints.find(values);
            found += points.size() == 1 && Math.abs(points.get(0) - place) <= 2 ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(450);
    }

    @Test
    void shortAndConstantSeriesHaveNoChange() {
        assertThat(ChangePoints.find(new double[] {1, 2, 1, 2, 1, 2, 9, 9, 9, 9, 9}))
                .isEmpty();
        assertThat(ChangePoints.find(new double[40])).isEmpty();
    }

    @Test
    void betaIsTheSlopeOfScipy() {
        double[] market = {
            96.07, 89.91, 88.8, 90.69, 95.99, 96.52, 93.89, 90.28, 93.72, 101.7, 103.1, 96.93, 92.4, 100.09, 101.11,
            92.73
        };
        double[] own = {
            47.15, 41.61, 41.55, 42.97, 46.22, 48.38, 45.69, 42.57, 46.22, 52.48, 49.67, 47.5, 43.46, 49.8, 48.85, 45.01
        };

        Beta beta = Beta.ofLogarithms(own, market).orElseThrow();

        assertThat(beta.slope()).isCloseTo(1.4208582584287528, within(1e-12));
        assertThat(beta.standardError()).isCloseTo(0.17469288036560615, within(1e-12));
        assertThat(beta.count()).isEqualTo(15);
        assertThat(Beta.ofLogarithms(Arrays.copyOf(own, 10), Arrays.copyOf(market, 10)))
                .isEmpty();
        assertThat(Beta.ofLogarithms(new double[16], market)).isEmpty();
        assertThat(Beta.ofLogarithms(
                        own, IntStream.range(0, 16).mapToDouble(t -> 5).toArray()))
                .isEmpty();
    }
}
