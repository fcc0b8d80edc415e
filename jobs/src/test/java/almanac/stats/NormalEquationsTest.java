package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.stats.NormalEquations.Solution;
import org.junit.jupiter.api.Test;

/** Reference: lm(y ~ 0 + ...) of R 4.2.2, estimates and standard errors of its summary. */
class NormalEquationsTest {

    private static final double[][] COLUMNS = {
        {1, 2, -1, 0.5, 3, -2, 1.5, 0, -0.5, 2.5},
        {0.1, -0.2, 0.3, 0.2, 0, -0.1, 0.4, -0.3, 0.2, 0.1},
        {10, 0, 0, 20, 5, 0, 15, 0, 30, 10},
    };
    private static final double[] LABELS = {1.2, 1.9, -0.8, 0.9, 3.3, -2.2, 2.1, -0.3, -0.1, 2.7};

    @Test
    void regressionIsThatOfR() {
        Solution solution = of(0, 10, COLUMNS).solve(0, 1, 2);

        assertThat(solution.coefficients())
                .containsExactly(
                        new double[] {1.055147759549632136, 0.946721025693472940, 0.007849455867381328}, within(1e-7));
        assertThat(solution.errors())
                .containsExactly(
                        new double[] {0.011878412843507104, 0.108416791746881250, 0.001890773002985653}, within(1e-7));
    }

    @Test
    void anyChoiceOfTheColumnsIsARegressionOfItsOwn() {
        NormalEquations all = of(0, 10, COLUMNS);

        Solution withoutSecond = all.solve(0, 2);
        assertThat(withoutSecond.coefficients())
                .containsExactly(new double[] {1.04604134439600638, 0.01793840528758262}, within(1e-7));
        assertThat(withoutSecond.errors())
                .containsExactly(new double[] {0.038170726436813171, 0.004828257419341315}, within(1e-7));
        assertThat(all.solve(0, 1).coefficients())
                .containsExactly(new double[] {1.069650453116331, 1.221749583872758}, within(1e-7));
        assertThat(all.solve(0, 1).errors())
                .containsExactly(new double[] {0.01976000316517219, 0.14937158365969935}, within(1e-7));
    }

    @Test
    void partsAddUpToTheWhole() {
        NormalEquations parts = of(0, 4, COLUMNS);
        parts.add(of(4, 10, COLUMNS));

        assertThat(parts.count()).isEqualTo(10);
        assertThat(parts.solve(0, 1, 2).coefficients())
                .containsExactly(of(0, 10, COLUMNS).solve(0, 1, 2).coefficients(), within(1e-12));
    }

    @Test
    void columnOfZerosHasNoEffectAndLeavesTheOthersAlone() {
        Solution solution = of(0, 10, COLUMNS[0], new double[10], COLUMNS[1]).solve(0, 1, 2);
        Solution without = of(0, 10, COLUMNS[0], COLUMNS[1]).solve(0, 1);

        assertThat(solution.coefficients()[1]).isZero();
        assertThat(solution.errors()[1]).isNaN();
        assertThat(solution.coefficients()[2]).isEqualTo(without.coefficients()[1]);
        assertThat(solution.errors()[0]).isEqualTo(without.errors()[0]);
    }

    @Test
    void twinsShareTheirEffectAndOnlyTheirErrorsAreNotKnown() {
        Solution solution = of(0, 10, COLUMNS[0], COLUMNS[1], COLUMNS[0]).solve(0, 1, 2);

        assertThat(solution.coefficients())
                .containsExactly(
                        new double[] {1.069650453116331 / 2, 1.221749583872758, 1.069650453116331 / 2}, within(1e-7));
        assertThat(solution.errors()[0]).isNaN();
        assertThat(solution.errors()[2]).isNaN();
        // As that of the two without a twin, but for a degree of freedom: eight rows are left there, seven here.
        assertThat(solution.errors()[1]).isCloseTo(0.14937158365969935 * Math.sqrt(8.0 / 7), within(1e-6));
    }

    @Test
    void errorsAreNotKnownWhereThereAreNoMoreRowsThanColumns() {
        assertThat(of(0, 3, COLUMNS).solve(0, 1, 2).errors()).containsOnly(Double.NaN);
        assertThat(new NormalEquations(2).solve(0, 1).coefficients()).containsExactly(0, 0);
    }

    private static NormalEquations of(int from, int to, double[]... columns) {
        NormalEquations equations = new NormalEquations(columns.length);
        for (int i = from; i < to; i++) {
            double[] row = new double[columns.length];
            for (int k = 0; k < row.length; k++) {
                row[k] = columns[k][i];
            }
            equations.add(row, LABELS[i]);
        }
        return equations;
    }
}
