package almanac.stats;

/**
 * How well points lie in their clusters: the mean over all points of {@code (b - a) / max(a, b)}, {@code a} the mean distance to
 * the others of its cluster and {@code b} the smallest mean distance to those of another one; 0 for a point that is alone in its
 * cluster. Distances are squares of Euclidean ones, of which the means follow from sums, without any pair of points.
 *
 * <p>Source: P. J. Rousseeuw (1987), <i>Silhouettes</i>, doi:10.1016/0377-0427(87)90125-7.
 */
public final class Silhouette {

    private Silhouette() {}

    /**
     * The mean silhouette, -1 to 1; 0 where all points lie in one cluster.
     *
     * @param points one row a point
     * @param clusters of the points, 0 to the number of clusters less 1; some may be empty
     */
    public static double ofSquares(double[][] points, int[] clusters, int clusterCount) {
        if (points.length == 0 || points.length != clusters.length) {
            throw new IllegalArgumentException(points.length + " points and " + clusters.length + " clusters of them");
        }
        int[] sizes = new int[clusterCount];
        double[][] sums = new double[clusterCount][points[0].length];
        double[] squares = new double[clusterCount];
        for (int i = 0; i < points.length; i++) {
            int cluster = clusters[i];
            sizes[cluster]++;
            squares[cluster] += product(points[i], points[i]);
            for (int j = 0; j < points[i].length; j++) {
                sums[cluster][j] += points[i][j];
            }
        }
        double total = 0;
        for (int i = 0; i < points.length; i++) {
            double square = product(points[i], points[i]);
            double own = 0;
            double other = Double.POSITIVE_INFINITY;
            for (int cluster = 0; cluster < clusterCount; cluster++) {
                double sum =
                        Math.max(0, sizes[cluster] * square + squares[cluster] - 2 * product(points[i], sums[cluster]));
                if (cluster == clusters[i]) {
                    own = sum / Math.max(1, sizes[cluster] - 1);
                } else if (sizes[cluster] > 0) {
                    other = Math.min(other, sum / sizes[cluster]);
                }
            }
            boolean isTold = sizes[clusters[i]] > 1 && Double.isFinite(other) && Math.max(own, other) > 0;
            total += isTold ? (other - own) / Math.max(own, other) : 0;
        }
        return total / points.length;
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
