package almanac.stats;

import java.util.Arrays;

/**
 * The solution of a large symmetric system of linear equations, of which only the product with a vector is known, by
 * conjugate gradients with the diagonal as preconditioner.
 *
 * <ul>
 *   <li>A system with many solutions, its right side being a product: the one nearest to the start in the norm of the
 *       preconditioner.
 *   <li>Unknowns whose inverse diagonal is 0: stay where they start; their equations are left out.
 *   <li>Not converged after the most steps: what there is by then.
 * </ul>
 *
 * <p>Source: M. R. Hestenes and E. Stiefel (1952), <i>Methods of conjugate gradients for solving linear systems</i>,
 * doi:10.6028/jres.049.044.
 */
final class ConjugateGradients {

    private static final int MOST_STEPS = 1_000;

    /** Puts the product of a matrix and a vector into an array. */
    interface Product {
        void of(double[] vector, double[] into);
    }

    private final Product product;
    private final double[] inverseDiagonal;
    private final double tolerance;

    /**
     * @param product with the matrix, which has no negative eigenvalue
     * @param inverseDiagonal of the matrix, or of one like it
     * @param tolerance how small the rest is to become, relative to the right side
     */
    ConjugateGradients(Product product, double[] inverseDiagonal, double tolerance) {
        this.product = product;
        this.inverseDiagonal = inverseDiagonal;
        this.tolerance = tolerance;
    }

    /**
     * Moves the unknowns from where they start to the solution.
     *
     * @return how many steps it took
     */
    int solve(double[] right, double[] unknowns) {
        int size = right.length;
        double[] rest = new double[size];
        double[] image = new double[size];
        product.of(unknowns, image);
        for (int i = 0; i < size; i++) {
            rest[i] = right[i] - image[i];
        }
        double enough = tolerance * tolerance * squared(right);
        double[] direction = new double[size];
        double left = squared(rest);
        double before = 1;
        Arrays.fill(direction, 0);
        int step = 0;
        while (left > enough && step < MOST_STEPS) {
            double carried = step == 0 ? 0 : left / before;
            for (int i = 0; i < size; i++) {
                direction[i] = inverseDiagonal[i] * rest[i] + carried * direction[i];
            }
            product.of(direction, image);
            double curvature = dot(direction, image);
            if (!(curvature > 0)) {
                break;
            }
            double length = left / curvature;
            for (int i = 0; i < size; i++) {
                unknowns[i] += length * direction[i];
                rest[i] -= length * image[i];
            }
            before = left;
            left = squared(rest);
            step++;
        }
        return step;
    }

    /** The square of a vector in the norm of the preconditioner. */
    private double squared(double[] vector) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += vector[i] * inverseDiagonal[i] * vector[i];
        }
        return sum;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
