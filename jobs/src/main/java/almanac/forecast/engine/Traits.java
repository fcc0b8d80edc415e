package almanac.forecast.engine;

import almanac.stats.Seasonality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What kind of series a history is, and where a method stands in it: the features from which {@link ErrorForest} learns how
 * far off a method will be next to the others. None of them has a unit.
 *
 * <p>Source of the idea: P. Montero-Manso, G. Athanasopoulos, R. J. Hyndman and T. S. Talagala (2020), <i>FFORMA: Feature-based
 * forecast model averaging</i>, doi:10.1016/j.ijforecast.2019.02.011.
 */
final class Traits {

    private static final double LARGEST = 10;

    private final double[] ofSeries;

    private Traits(double[] ofSeries) {
        this.ofSeries = ofSeries;
    }

    /** The traits of a history of at least four values that are not all zero. */
    static Traits of(double[] history, Frequency frequency) {
        Course course = new Course(history);
        int length = history.length;
        int season = Math.min(frequency.season(), length - 1);
        double size = course.meanSize(0, length);
        double step = Math.max(course.meanStep(0, length), Double.MIN_NORMAL);
        double seasonalStep = course.meanStep(0, length, season);
        double[] correlations = Seasonality.autocorrelation(history, season);
        double[] ofSteps = Seasonality.autocorrelation(steps(history), season);
        double lately = course.mean(length - season, length);
        double before = length > season ? course.mean(length - 2 * season, length - season) : lately;
        double slope = course.slope(0, length);
        double lateSlope = course.slope(length - 2 * season, length);
        return new Traits(new double[] {
            Math.log(length),
            bounded(Math.log(step / size)),
            bounded(Math.log((seasonalStep + Double.MIN_NORMAL) / step)),
            correlations[0],
            correlations[season - 1],
            ofSteps[0],
            ofSteps[season - 1],
            bounded((lately - before) / step),
            bounded((history[length - 1] - lately) / step),
            bounded(slope * length / step),
            bounded((lateSlope - slope) * season / step),
            course.zeroShare(0, length),
        });
    }

    /**
     * The features of a method.
     *
     * @param method its place among those that forecast
     * @param at what they forecast
     * @param methods the names of those that forecast
     * @param all the names of all methods there are, in a fixed order
     * @param known the errors that they are known to have made
     */
    double[] of(int method, OriginForecasts at, List<String> methods, List<String> all, Errors known) {
        double[] isMethod = new double[all.size()];
        isMethod[all.indexOf(methods.get(method))] = 1;
        double spread = Math.max(at.scale().spread(), Double.MIN_NORMAL);
        double mean = 0;
        double own = 0;
        double apart = 0;
        for (int ahead = 1; ahead <= at.horizon(); ahead++) {
            double ofAll = 0;
            for (String name : methods) {
                ofAll += at.forecast(name, ahead) / methods.size();
            }
            mean += ofAll / at.horizon();
            own += at.forecast(methods.get(method), ahead) / at.horizon();
            apart += Math.abs(at.forecast(methods.get(method), ahead) - ofAll) / at.horizon();
        }
        List<double[]> parts = new ArrayList<>();
        parts.add(new double[] {
            bounded(Math.log(Math.max(1e-3, known.relative(methods.size())[method]))),
            Math.log1p(known.count()),
            bounded((own - mean) / spread),
            bounded(apart / spread),
        });
        parts.add(isMethod);
        parts.add(ofSeries);
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] steps(double[] history) {
        double[] steps = new double[history.length - 1];
        for (int t = 0; t < steps.length; t++) {
            steps[t] = history[t + 1] - history[t];
        }
        return steps;
    }

    private static double bounded(double value) {
        return Math.max(-LARGEST, Math.min(LARGEST, value));
    }
}
