package almanac.stats;

import almanac.stats.DifferenceInDifferences.Group;

/** What one group sums to after over what it sums to before, or the logarithm of that, and how far its units are from it. */
final class GroupGrowth {

    /** The units of the group. */
    final int units;

    /** Sum before. */
    final double weight;

    /** Sum after. */
    final double after;

    /** The ratio, or its logarithm. */
    final double value;

    /** What each unit moves the value by, corrected by its leverage (HC2): the variance is the sum of the squares. */
    final double[] errors;

    /** The variance of the value; not a number where there is one unit. */
    final double variance;

    /** Of the variance, by Bell and McCaffrey. */
    final double degrees;

    /** Squared residuals over what was before: a spread of units that falls with size. */
    final double squares;

    /** Squared residuals over squares of what was before: a spread that is alike for all. */
    final double shares;

    /** Sum of the squared parts that units had before. */
    final double concentration;

    GroupGrowth(Group group, boolean isLogarithm) {
        this.units = group.units();
        this.weight = DifferenceInDifferences.sum(group.before());
        this.after = DifferenceInDifferences.sum(group.after());
        double ratio = after / weight;
        double scale = isLogarithm ? ratio : 1;
        this.value = isLogarithm ? Math.log(ratio) : ratio;
        this.errors = new double[units];
        double ofVariance = 0;
        double ofSquares = 0;
        double ofShares = 0;
        double weightSquares = 0;
        double factors = 0;
        double factorSquares = 0;
        for (int i = 0; i < units; i++) {
            double before = group.before()[i];
            double residual = (group.after()[i] - ratio * before) / scale;
            double part = before / weight;
            double factor = part * part / (1 - part);
            errors[i] = residual / weight / Math.sqrt(1 - part);
            ofSquares += residual * residual / before;
            ofShares += residual * residual / (before * before);
            ofVariance += residual * residual / (weight * weight) / (1 - part);
            weightSquares += part * part;
            factors += factor;
            factorSquares += factor * factor;
        }
        this.squares = ofSquares;
        this.shares = ofShares;
        this.concentration = weightSquares;
        this.variance = ofVariance;
        this.degrees = 1 / (weightSquares + factors * factors - factorSquares);
    }
}
