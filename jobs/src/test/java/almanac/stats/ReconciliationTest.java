package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import almanac.stats.Reconciliation.Bound;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Expected: R 4.2.2, S (S' W^-1 S)^+ S' W^-1 y with MASS::ginv, and W shrunk as in hts::MinT written out; where atoms must not
 * be negative, the best of all subsets of atoms held at zero.
 */
class ReconciliationTest {

    private static final Offset<Double> NEAR = within(1e-6);

    /** Two rows A and B crossed with two columns X and Y: total, A, B, X, Y, AX, AY, BX, BY. */
    private static final SummingMatrix CROSSED = SummingMatrix.of(
            9, List.of(new int[] {0, 1, 3, 5}, new int[] {0, 1, 4, 6}, new int[] {0, 2, 3, 7}, new int[] {0, 2, 4, 8}));

    /** The same without the cells: total, A, B, X, Y. */
    private static final SummingMatrix MARGINS = SummingMatrix.of(
            5, List.of(new int[] {0, 1, 3}, new int[] {0, 1, 4}, new int[] {0, 2, 3}, new int[] {0, 2, 4}));

    /** A total of a branch of three leaves and one of two: total, A, B, and the leaves. */
    private static final SummingMatrix TREE = SummingMatrix.of(
            8, List.of(new int[] {0, 1, 3}, new int[] {0, 1, 4}, new int[] {0, 1, 5}, new int[] {0, 2, 6}, new int[] {
                0, 2, 7
            }));

    private static final double[] FORECASTS = {100, 42, 61, 55, 40, 20, 25, 30, 24};
    private static final double[] DEVIATIONS = {6, 4, 5, 3, 4, 2, 3, 1.5, 2.5};
    private static final double[][] RESIDUALS = {
        {5, 2, 4, 1, 3, 2, 1, -1, 2},
        {-7, -4, -2, -3, -5, -1, -3, -2, 0},
        {4, 5, -2, 2, 1, 3, 2, 0, -3},
        {-3, 1, -5, -2, -2, 1, -1, -2, -2},
        {8, 3, 4, 5, 2, 2, 1, 2, 3},
        {-2, -3, 2, -1, -1, -2, 0, 1, 1}
    };

    @Test
    void forecastsOfATreeWeighedByTheirNumberOfAtoms() {
        double[] reconciled = plain(TREE, structural(TREE)).reconciled(new double[] {50, 33, 20, 10, 12, 8, 9, 14});

        assertThat(reconciled).containsExactly(new double[] {52, 30.9, 21.1, 10.3, 12.3, 8.3, 8.05, 13.05}, NEAR);
    }

    @Test
    void forecastsOfATreeWeighedByTheirVariance() {
        double[] deviations = Arrays.stream(new double[] {9, 8, 4, 3, 2, 1, 2, 5})
                .map(Math::sqrt)
                .toArray();

        double[] reconciled = plain(TREE, ErrorCovariance.uncorrelated(deviations))
                .reconciled(new double[] {50, 33, 20, 10, 12, 8, 9, 14});

        assertThat(reconciled)
                .containsExactly(
                        new double[] {
                            51.428447528187284,
                            30.741543798785731,
                            20.686903729401557,
                            10.370771899392864,
                            12.247181266261915,
                            8.123590633130950,
                            8.339115351257581,
                            12.347788378143974
                        },
                        NEAR);
    }

    @Test
    void forecastsOfCrossedHierarchiesWeighedByTheirNumberOfAtoms() {
        assertThat(plain(CROSSED, structural(CROSSED)).reconciled(FORECASTS))
                .containsExactly(
                        new double[] {99.25, 42.625, 56.625, 53.625, 45.625, 20.5625, 22.0625, 33.0625, 23.5625}, NEAR);
    }

    @Test
    void forecastsOfCrossedHierarchiesWeighedByTheirVariance() {
        assertThat(plain(CROSSED, ErrorCovariance.uncorrelated(DEVIATIONS)).reconciled(FORECASTS))
                .containsExactly(
                        new double[] {
                            97.96963417398558,
                            42.97086176004151,
                            54.99877241394408,
                            52.43272144182021,
                            45.53691273216538,
                            21.12389345540438,
                            21.84696830463712,
                            31.30882798641583,
                            23.68994442752825
                        },
                        NEAR);
    }

    @Test
    void forecastsWithoutThoseOfTheAtoms() {
        assertThat(plain(MARGINS, ErrorCovariance.uncorrelated(Arrays.copyOf(DEVIATIONS, 5)))
                        .reconciled(Arrays.copyOf(FORECASTS, 5)))
                .containsExactly(
                        new double[] {
                            98.62393413701854,
                            40.29226698029991,
                            58.33166715671859,
                            56.30461628932668,
                            42.31931784769184
                        },
                        NEAR);
    }

    @Test
    void forecastsWeighedByShrunkResiduals() {
        ErrorCovariance covariance = ErrorCovariance.shrunk(rootMeanSquares(), RESIDUALS);

        assertThat(covariance.intensity()).isCloseTo(0.3436727677768139, NEAR);
        assertThat(plain(CROSSED, covariance).reconciled(FORECASTS))
                .containsExactly(
                        new double[] {
                            96.23379536755137,
                            45.29465928282653,
                            50.93913608472486,
                            52.49204522467573,
                            43.74175014287565,
                            21.47056549890500,
                            23.82409378392154,
                            31.02147972577074,
                            19.91765635895410
                        },
                        NEAR);
    }

    @Test
    void atomThatWouldBeNegativeIsZeroAndTheRestIsNearest() {
        double[] forecasts = {60, 42, 10, 55, 2, 35, 1, 30, 3};

        assertThat(plain(CROSSED, structural(CROSSED)).reconciled(forecasts)[8]).isCloseTo(-2, NEAR);
        assertThat(nonNegative(CROSSED, structural(CROSSED), forecasts))
                .containsExactly(
                        new double[] {
                            60.388888888888900,
                            38.055555555555557,
                            22.333333333333343,
                            57.805555555555564,
                            2.583333333333339,
                            35.472222222222221,
                            2.583333333333339,
                            22.333333333333343,
                            0
                        },
                        NEAR);
    }

    @Test
    void atomThatWouldBeNegativeIsZeroWhereErrorsGoTogether() {
        double[] forecasts = {60, 42, 10, 55, 2, 35, 1, 30, -25};

        assertThat(nonNegative(CROSSED, ErrorCovariance.shrunk(rootMeanSquares(), RESIDUALS), forecasts))
                .containsExactly(
                        new double[] {
                            67.311408715261010,
                            33.122246842105156,
                            34.189161873155854,
                            64.926099925338292,
                            2.385308789922718,
                            30.736938052182435,
                            2.385308789922718,
                            34.189161873155854,
                            0
                        },
                        NEAR);
    }

    @Test
    void atomKnownToBeZeroIsZero() {
        Bound[] bounds = {Bound.NONE, Bound.NONE, Bound.NONE, Bound.ZERO};

        double[] reconciled = plain(CROSSED, structural(CROSSED)).reconciled(FORECASTS, bounds);

        assertThat(reconciled[8]).isZero();
        assertThat(reconciled[4]).isEqualTo(reconciled[6]);
    }

    @Test
    void forecastsOfZeroStayZero() {
        assertThat(plain(CROSSED, structural(CROSSED)).reconciled(new double[9]))
                .containsOnly(0.0);
    }

    @Test
    void nodeWithoutResidualsHasNoPartInTheCorrelation() {
        double[][] residuals = Arrays.stream(RESIDUALS).map(double[]::clone).toArray(double[][]::new);
        for (double[] ofOne : residuals) {
            ofOne[4] = 0;
        }

        double[] errors = new double[9];
        double[] weighed = new double[9];
        errors[4] = 1;
        ErrorCovariance.shrunk(rootMeanSquares(), residuals).weigh(errors, weighed);

        assertThat(weighed[4]).isGreaterThan(0);
        weighed[4] = 0;
        assertThat(weighed).containsOnly(0.0);
    }

    @Test
    void partsThatDoNotGoTogetherAreRefused() {
        assertThatThrownBy(() -> new Reconciliation(CROSSED, structural(MARGINS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a matrix of 9 nodes and a covariance of 5 nodes: they must go together");
        assertThatThrownBy(() -> SummingMatrix.of(2, List.of(new int[] {0, 2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("atom 0 belongs to node 2 of 2 nodes");
    }

    @Test
    void nodesOfTheSameAtomsAreTwins() {
        SummingMatrix matrix = SummingMatrix.of(4, List.of(new int[] {0, 1, 2}, new int[] {0, 1, 3}));

        assertThat(matrix.twins(new boolean[2])).containsExactly(2, 2, 1, 1);
        assertThat(matrix.twins(new boolean[] {false, true})).containsExactly(3, 3, 3, 1);
    }

    private static Reconciliation plain(SummingMatrix matrix, ErrorCovariance covariance) {
        return new Reconciliation(matrix, covariance);
    }

    private static double[] nonNegative(SummingMatrix matrix, ErrorCovariance covariance, double[] forecasts) {
        Bound[] all = new Bound[matrix.atoms()];
        Arrays.fill(all, Bound.NOT_NEGATIVE);
        return plain(matrix, covariance).reconciled(forecasts, all);
    }

    private static ErrorCovariance structural(SummingMatrix matrix) {
        return ErrorCovariance.uncorrelated(Arrays.stream(matrix.sizes(new boolean[matrix.atoms()]))
                .mapToDouble(Math::sqrt)
                .toArray());
    }

    private static double[] rootMeanSquares() {
        double[] roots = new double[9];
        for (int node = 0; node < roots.length; node++) {
            double squares = 0;
            for (double[] ofOne : RESIDUALS) {
                squares += ofOne[node] * ofOne[node];
            }
            roots[node] = Math.sqrt(squares / RESIDUALS.length);
        }
        return roots;
    }
}
