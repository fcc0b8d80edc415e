package almanac.stats;

/** The lower triangle whose product with its transpose is a small symmetric matrix without an eigenvalue of 0 or below. */
final class Cholesky {

    private final double[][] root;

    private Cholesky(double[][] root) {
        this.root = root;
    }

    static Cholesky of(double[][] matrix) {
        int size = matrix.length;
        double[][] root = new double[size][size];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b <= a; b++) {
                double rest = matrix[a][b];
                for (int k = 0; k < b; k++) {
                    rest -= root[a][k] * root[b][k];
                }
                root[a][b] = a == b ? Math.sqrt(rest) : rest / root[b][b];
            }
        }
        return new Cholesky(root);
    }

    /** Replaces a vector by the one of which it is the product with the matrix. */
    void solve(double[] vector) {
        int size = vector.length;
        for (int a = 0; a < size; a++) {
            for (int k = 0; k < a; k++) {
                vector[a] -= root[a][k] * vector[k];
            }
            vector[a] /= root[a][a];
        }
        for (int a = size - 1; a >= 0; a--) {
            for (int k = a + 1; k < size; k++) {
                vector[a] -= root[k][a] * vector[k];
            }
            vector[a] /= root[a][a];
        }
    }
}
