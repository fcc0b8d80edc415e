package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.stats.Reconciliation.Bound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What reconciliation promises on random crossed hierarchies, with and without nodes for the atoms themselves. */
class ReconciliationPropertyTest {

    /** A world made from a seed: hierarchies of one to three levels crossed in random ways, and errors of every size. */
    private record World(SummingMatrix matrix, ErrorCovariance covariance, double[] forecasts, Random random) {

        static World of(long seed) {
            Random random = new Random(seed);
            int atoms = 1 + random.nextInt(60);
            int groupings = 1 + random.nextInt(5);
            List<int[]> nodesOfEach = new ArrayList<>();
            int[] parts = new int[groupings];
            int nodes = 1;
            int[] first = new int[groupings];
            for (int g = 0; g < groupings; g++) {
                parts[g] = 1 + random.nextInt(atoms);
                first[g] = nodes;
                nodes += parts[g];
            }
            for (int atom = 0; atom < atoms; atom++) {
                int[] ofOne = new int[groupings + 1];
                for (int g = 0; g < groupings; g++) {
                    ofOne[g + 1] = first[g] + random.nextInt(parts[g]);
                }
                nodesOfEach.add(ofOne);
            }
            SummingMatrix matrix = SummingMatrix.of(nodes, nodesOfEach);
            double[] deviations = random.doubles(nodes, -3, 3).map(Math::exp).toArray();
            ErrorCovariance covariance = ErrorCovariance.uncorrelated(deviations);
            if (random.nextBoolean()) {
                double[][] residuals = new double[2 + random.nextInt(10)][nodes];
                for (double[] ofOne : residuals) {
                    Arrays.setAll(ofOne, node -> deviations[node] * random.nextGaussian());
                }
                covariance = ErrorCovariance.shrunk(deviations, residuals);
            }
            return new World(matrix, covariance, random.doubles(nodes, -20, 80).toArray(), random);
        }

        Reconciliation reconciliation() {
            return new Reconciliation(matrix, covariance);
        }

        double[] atoms(double from, double to) {
            return random.doubles(matrix.atoms(), from, to).toArray();
        }

        /** How far off two lots of errors are, weighed. */
        double distance(double[] values) {
            double[] errors = new double[values.length];
            double[] weighed = new double[values.length];
            Arrays.setAll(errors, node -> forecasts[node] - values[node]);
            covariance.weigh(errors, weighed);
            double sum = 0;
            for (int node = 0; node < values.length; node++) {
                sum += errors[node] * weighed[node];
            }
            return sum;
        }
    }

    @Provide
    Arbitrary<World> worlds() {
        return Arbitraries.longs().map(World::of);
    }

    @Property(seed = "1", tries = 300)
    void coherentForecastsStayAsTheyAre(@ForAll("worlds") World world) {
        double[] coherent = world.matrix().sums(world.atoms(-10, 90));

        assertClose(world.reconciliation().reconciled(coherent), coherent, 1e-6);
    }

    @Property(seed = "1", tries = 300)
    void reconciledForecastsAreCoherent(@ForAll("worlds") World world) {
        double[] once = world.reconciliation().reconciled(world.forecasts());

        assertClose(world.reconciliation().reconciled(once), once, 1e-6);
    }

    @Property(seed = "1", tries = 300)
    void noOtherCoherentValuesAreNearer(@ForAll("worlds") World world) {
        double[] nearest = world.reconciliation().reconciled(world.forecasts());
        double[] moved = world.matrix().sums(world.atoms(-1, 1));
        Arrays.setAll(moved, node -> nearest[node] + moved[node]);

        assertThat(world.distance(nearest)).isLessThanOrEqualTo(world.distance(moved) * (1 + 1e-9));
    }

    @Property(seed = "1", tries = 300)
    void nonNegativeValuesAreNotNegativeAndNoOthersAreNearer(@ForAll("worlds") World world) {
        Bound[] all = new Bound[world.matrix().atoms()];
        Arrays.fill(all, Bound.NOT_NEGATIVE);
        double[] nearest = world.reconciliation().reconciled(world.forecasts(), all);

        assertThat(Arrays.stream(nearest).min().orElseThrow()).isNotNegative();
        assertThat(world.distance(nearest))
                .isLessThanOrEqualTo(world.distance(world.matrix().sums(world.atoms(0, 40))) * (1 + 1e-9));
        assertClose(world.reconciliation().reconciled(nearest, all), nearest, 1e-6);
    }

    @Property(seed = "1", tries = 100)
    void scaledForecastsAreReconciledToScaledValues(@ForAll("worlds") World world) {
        double[] reconciled = world.reconciliation().reconciled(world.forecasts());
        for (double factor : new double[] {1e-300, 3, 1e290}) {
            double[] scaled = Arrays.stream(world.forecasts())
                    .map(value -> value * factor)
                    .toArray();
            double[] back = Arrays.stream(world.reconciliation().reconciled(scaled))
                    .map(value -> value / factor)
                    .toArray();
            assertClose(back, reconciled, 1e-6);
        }
    }

    @Property(seed = "1", tries = 100)
    void sameForecastsGiveTheSameBits(@ForAll("worlds") World world) {
        assertThat(world.reconciliation().reconciled(world.forecasts()))
                .isEqualTo(world.reconciliation().reconciled(world.forecasts()));
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        double size = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertThat(actual).containsExactly(expected, within(tolerance * Math.max(size, Double.MIN_NORMAL)));
    }
}
