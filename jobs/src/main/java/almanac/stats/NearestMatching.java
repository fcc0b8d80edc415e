package almanac.stats;

import java.util.Arrays;

/**
 * Which of some points is which of some earlier ones: the pairs whose distances add up to the least, as many as there can be.
 * All of them are tried, so that there may be ten of either. Of several answers it is the first one.
 */
public final class NearestMatching {

    private static final int MOST = 10;

    private final double[][] earlier;
    private final double[][] points;
    private final int[] chosen;
    private int[] best;
    private double least = Double.POSITIVE_INFINITY;

    private NearestMatching(double[][] earlier, double[][] points) {
        this.earlier = earlier;
        this.points = points;
        this.chosen = new int[points.length];
        this.best = new int[points.length];
    }

    /**
     * For each point the place of its earlier one; -1 where there is none, as there are more points than earlier ones.
     *
     * @throws IllegalArgumentException if there are more than ten of either
     */
    public static int[] of(double[][] earlier, double[][] points) {
        if (earlier.length > MOST || points.length > MOST) {
            throw new IllegalArgumentException(earlier.length + " earlier points and " + points.length + ": more than "
                    + MOST + " are not matched");
        }
        NearestMatching matching = new NearestMatching(earlier, points);
        Arrays.fill(matching.best, -1);
        matching.choose(0, 0, Math.max(0, points.length - earlier.length), new boolean[earlier.length]);
        return matching.best;
    }

    /** @param unmatched points that still may, and in the end must, have no earlier one */
    private void choose(int place, double sum, int unmatched, boolean[] taken) {
        if (sum >= least) {
            return;
        }
        if (place == points.length) {
            least = sum;
            best = chosen.clone();
            return;
        }
        for (int other = 0; other < earlier.length; other++) {
            if (!taken[other]) {
                taken[other] = true;
                chosen[place] = other;
                choose(place + 1, sum + distance(earlier[other], points[place]), unmatched, taken);
                taken[other] = false;
            }
        }
        if (unmatched > 0) {
            chosen[place] = -1;
            choose(place + 1, sum, unmatched - 1, taken);
        }
    }

    private static double distance(double[] one, double[] other) {
        Arguments.sameLength("one", one, "other", other);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return Math.sqrt(sum);
    }
}
