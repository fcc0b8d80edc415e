package almanac.forecast.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The errors, forecast minus actual, that the methods of one series are known to have made: those of forecasts of earlier
 * origins for periods that were over at a later one.
 *
 * @param values one array a forecast, with the error of each method; no two forecasts of it are of the same origin and period
 */
record Errors(List<double[]> values) {

    /**
     * The errors that are known at an origin.
     *
     * @param methods that must all have forecast
     * @param back how far before the end of the series the origin lies
     */
    static Errors knownAt(int back, Series series, List<OriginForecasts> said, List<String> methods) {
        List<double[]> errors = new ArrayList<>();
        for (OriginForecasts before : said) {
            if (before.back() > back && before.forecasts().keySet().containsAll(methods)) {
                errors.addAll(of(before, series, before.back() - back, methods));
            }
        }
        return new Errors(errors);
    }

    /** The errors of the forecasts of one origin for at most so many periods after it. */
    static List<double[]> of(OriginForecasts at, Series series, int periods, List<String> methods) {
        List<double[]> errors = new ArrayList<>();
        for (int ahead = 1; ahead <= Math.min(periods, at.horizon()); ahead++) {
            OptionalDouble actual = SeriesBacktest.known(series, at, ahead);
            if (actual.isPresent()) {
                double[] ofMethods = new double[methods.size()];
                for (int i = 0; i < ofMethods.length; i++) {
                    ofMethods[i] = at.forecast(methods.get(i), ahead) - actual.getAsDouble();
                }
                errors.add(ofMethods);
            }
        }
        return errors;
    }

    /** How many forecasts there are. */
    int count() {
        return values.size();
    }

    /** The mean absolute error over all methods; 0 where there are no errors. */
    double meanSize() {
        double sum = 0;
        for (double[] ofMethods : values) {
            for (double error : ofMethods) {
                sum += Math.abs(error);
            }
        }
        return values.isEmpty() ? 0 : sum / values.size() / values.get(0).length;
    }

    /**
     * The mean absolute error of each method, relative to that of all; 1 for each where nothing is known or all were exact.
     */
    double[] relative(int methods) {
        double size = meanSize();
        double[] relative = new double[methods];
        if (size == 0) {
            Arrays.fill(relative, 1);
            return relative;
        }
        for (double[] ofMethods : values) {
            for (int i = 0; i < methods; i++) {
                relative[i] += Math.abs(ofMethods[i]) / size / values.size();
            }
        }
        return relative;
    }
}
