package almanac.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.sample.Draws.Subject;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

    private static final int MANY = 200_000;

    @Test
    void sameCoordinatesGiveTheSameDraws() {
        SplittableRandom once = Draws.at(42, Subject.DEMAND, 19_000, 3, 7);
        SplittableRandom again = Draws.at(42, Subject.DEMAND, 19_000, 3, 7);

        assertThat(once.longs(100)).containsExactly(again.longs(100).boxed().toArray(Long[]::new));
    }

    @Test
    void everyCoordinateMatters() {
        Set<Long> first = new HashSet<>();
        first.add(Draws.at(42, Subject.DEMAND, 1, 2, 3).nextLong());
        first.add(Draws.at(43, Subject.DEMAND, 1, 2, 3).nextLong());
        first.add(Draws.at(42, Subject.FATE, 1, 2, 3).nextLong());
        first.add(Draws.at(42, Subject.DEMAND, 2, 2, 3).nextLong());
        first.add(Draws.at(42, Subject.DEMAND, 1, 3, 3).nextLong());
        first.add(Draws.at(42, Subject.DEMAND, 1, 2, 4).nextLong());
        first.add(Draws.at(42, Subject.DEMAND, 2, 1, 3).nextLong());

        assertThat(first).hasSize(7);
    }

    @Test
    void firstDrawsOfNeighboursAreSpreadEvenly() {
        double[] uniforms = IntStream.range(0, MANY)
                .mapToDouble(place -> Draws.at(42, Subject.DEMAND, 19_000 + place / 400, place % 400, 0)
                        .nextDouble())
                .toArray();

        // Mean 1/2 and variance 1/12 of a uniform number; 4 standard errors of 200,000 draws are 0.0026 and 0.0007.
        double mean = mean(uniforms);
        assertThat(mean).isCloseTo(0.5, within(0.0026));
        assertThat(variance(uniforms, mean)).isCloseTo(1 / 12.0, within(0.0007));
    }

    @Test
    void countsHaveTheMeanVarianceAndZerosOfTheNegativeBinomialDistribution() {
        double expected = 3;
        double size = 8;
        double[] counts = IntStream.range(0, MANY)
                .mapToDouble(place -> Draws.negativeBinomial(expected, size, Draws.at(1, Subject.DEMAND, place, 0, 0)))
                .toArray();

        // Closed forms: variance 3 + 9/8 = 4.125, P(0) = (8/11)^8 = 0.07826; bounds are 4 standard errors or more.
        double mean = mean(counts);
        assertThat(mean).isCloseTo(3, within(0.02));
        assertThat(variance(counts, mean)).isCloseTo(4.125, within(0.07));
        assertThat(IntStream.range(0, MANY).filter(place -> counts[place] == 0).count() / (double) MANY)
                .isCloseTo(0.07826, within(0.0025));
    }

    @Test
    void countsOfLargeMeansStayClose() {
        double[] counts = IntStream.range(0, 2_000)
                .mapToDouble(place -> Draws.negativeBinomial(5_000, 8, Draws.at(1, Subject.DEMAND, place, 0, 0)))
                .toArray();

        // The standard deviation is 5000 / sqrt(8), nearly; 4 standard errors of 2,000 counts are 158.
        assertThat(mean(counts)).isCloseTo(5_000, within(158.0));
    }

    @Test
    void nothingExpectedGivesNothing() {
        assertThat(Draws.negativeBinomial(0, 8, new SplittableRandom(1))).isZero();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }
}
