package almanac.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Least squares without a constant from the sums of products of the columns: rows are added one by one and then forgotten, sums
 * of parts are added up, and any choice of the columns is a regression of its own.
 *
 * <ul>
 *   <li>A column that is zero in every row: its coefficient is 0, its standard error not known.
 *   <li>Columns that depend on one another: they share the effect, those of the same length equally, and their standard errors
 *       are not known; those of the others are as if there were only one of them.
 *   <li>No more rows than columns: no standard error is known.
 * </ul>
 *
 * <p>The sums are plain ones: the same rows in the same order and parts give the same bits. About half of the digits of a double
 * remain, which is more than enough for columns that do not lie close to one another.
 *
 * <p>Source: G. H. Golub and C. F. Van Loan (2013), <i>Matrix Computations</i>, 4th ed., section 5.3.
 */
public final class NormalEquations implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Added to the diagonal, where each column has length one: keeps dependent columns solvable and moves nothing else. */
    private static final double RIDGE = 1e-9;

    /** A coefficient whose variance is so many times what it would be alone depends on others. */
    private static final double DEPENDENT = 1e7;

    private final double[][] products;
    private long count;

    /** Sums of no rows. */
    public NormalEquations(int columns) {
        this.products = new double[columns + 1][columns + 1];
    }

    /**
     * What solves them.
     *
     * @param coefficients of the chosen columns
     * @param errors their standard errors; NaN where they are not known
     */
    public record Solution(double[] coefficients, double[] errors) {}

    /** Adds a row. */
    public void add(double[] row, double label) {
        double[] all = Arrays.copyOf(row, row.length + 1);
        all[row.length] = label;
        for (int a = 0; a < all.length; a++) {
            for (int b = 0; b <= a && all[a] != 0; b++) {
                products[a][b] += all[a] * all[b];
            }
        }
        count++;
    }

    /** Adds the rows of others, which have the same columns. */
    public void add(NormalEquations others) {
        for (int a = 0; a < products.length; a++) {
            for (int b = 0; b <= a; b++) {
                products[a][b] += others.products[a][b];
            }
        }
        count += others.count;
    }

    /** How many rows there are. */
    public long count() {
        return count;
    }

    /** The regression on some of the columns. */
    public Solution solve(int... columns) {
        int[] some = Arrays.stream(columns).filter(k -> products[k][k] > 0).toArray();
        double[] lengths =
                Arrays.stream(some).mapToDouble(k -> Math.sqrt(products[k][k])).toArray();
        Cholesky root = Cholesky.of(scaled(some, lengths));
        double[] solved = new double[some.length];
        for (int i = 0; i < some.length; i++) {
            solved[i] = product(some[i], products.length - 1) / lengths[i];
        }
        root.solve(solved);
        double[] variances = variances(root, some.length);
        double noise = squaresLeft(some, lengths, solved) / Math.max(0, count - some.length);
        double[] coefficients = new double[columns.length];
        double[] errors = new double[columns.length];
        Arrays.fill(errors, Double.NaN);
        int i = 0;
        for (int c = 0; c < columns.length; c++) {
            if (i < some.length && some[i] == columns[c]) {
                coefficients[c] = solved[i] / lengths[i];
                boolean isKnown = variances[i] < DEPENDENT && count > some.length;
                errors[c] = isKnown ? Math.sqrt(noise * variances[i]) / lengths[i] : Double.NaN;
                i++;
            }
        }
        return new Solution(coefficients, errors);
    }

    private double[][] scaled(int[] some, double[] lengths) {
        double[][] scaled = new double[some.length][some.length];
        for (int i = 0; i < some.length; i++) {
            for (int j = 0; j < some.length; j++) {
                scaled[i][j] = i == j ? 1 + RIDGE : product(some[i], some[j]) / (lengths[i] * lengths[j]);
            }
        }
        return scaled;
    }

    /** The variances of the coefficients of columns of length one, in units of that of the noise. */
    private static double[] variances(Cholesky root, int size) {
        double[] variances = new double[size];
        for (int i = 0; i < size; i++) {
            double[] unit = new double[size];
            unit[i] = 1;
            root.solve(unit);
            variances[i] = unit[i];
        }
        return variances;
    }

    /** The sum of the squares of what the regression leaves of the labels. */
    private double squaresLeft(int[] some, double[] lengths, double[] solved) {
        int label = products.length - 1;
        double squares = products[label][label];
        for (int i = 0; i < some.length; i++) {
            double ofColumn = solved[i] / lengths[i];
            squares -= 2 * ofColumn * product(some[i], label);
            for (int j = 0; j < some.length; j++) {
                squares += ofColumn * solved[j] / lengths[j] * product(some[i], some[j]);
            }
        }
        return Math.max(0, squares);
    }

    private double product(int one, int other) {
        return products[Math.max(one, other)][Math.min(one, other)];
    }
}
