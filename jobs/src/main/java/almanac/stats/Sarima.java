package almanac.stats;

import java.util.Optional;
import jdplus.toolkit.base.api.arima.SarimaOrders;
import jdplus.toolkit.base.api.data.DoubleSeq;
import jdplus.toolkit.base.core.arima.estimation.FastArimaForecasts;
import jdplus.toolkit.base.core.regarima.RegArimaEstimation;
import jdplus.toolkit.base.core.regarima.RegArimaModel;
import jdplus.toolkit.base.core.regsarima.RegSarimaComputer;
import jdplus.toolkit.base.core.sarima.SarimaModel;

/**
 * A seasonal ARIMA model of one series, estimated by exact maximum likelihood. The estimation is that of JDemetra+, the
 * program of Eurostat and the National Bank of Belgium for official statistics, on one thread.
 *
 * <ul>
 *   <li>The differenced series is constant, so that nothing is left to estimate: no model.
 *   <li>The estimation fails, or ends without finite likelihood: no model.
 *   <li>A series of more than 1,000 observations: the last 1,000. Parameters hardly change beyond, and the time grows.
 * </ul>
 *
 * <p>Source: G. E. P. Box and G. M. Jenkins (1970), <i>Time Series Analysis: Forecasting and Control</i>; V. Gómez and A.
 * Maravall (1994), <i>Estimation, prediction, and interpolation for nonstationary series with the Kalman filter</i>,
 * doi:10.1080/01621459.1994.10476786.
 */
final class Sarima {

    private static final int LONGEST = 1000;

    /**
     * Standardised series are rounded to one in this many parts of a unit. Where the likelihood has several hills the search may climb
     * another one for a difference in the last bit, and a history in another currency would be forecast differently.
     */
    private static final double DIGITS = 0x1p36;

    /** Differences of differences of rounded values within this are rounding. */
    private static final double ROUNDING = 16 / DIGITS;

    /** It has no state; one thread, because the series are what is spread over the cores. */
    private static final RegSarimaComputer COMPUTER = RegSarimaComputer.builder()
            .precision(1e-7)
            .startingPoint(RegSarimaComputer.StartingPoint.Default)
            .useParallelProcessing(false)
            .build();

    private final SarimaModel model;
    private final double mean;
    private final double[] standardised;
    private final double origin;
    private final double unit;
    private final ArimaOrders orders;
    private final double logLikelihood;

    private Sarima(
            RegArimaEstimation<SarimaModel> estimation,
            ArimaOrders orders,
            double[] standardised,
            double origin,
            double unit) {
        this.model = estimation.getModel().arima();
        this.mean = orders.mean() ? estimation.getConcentratedLikelihood().coefficient(0) : 0;
        this.standardised = standardised;
        this.origin = origin;
        this.unit = unit;
        this.orders = orders;
        this.logLikelihood = estimation.getConcentratedLikelihood().logLikelihood() - differenced() * Math.log(unit);
    }

    /** Estimates a model of a series that is longer than what differencing takes. */
    static Optional<Sarima> fit(double[] series, ArimaOrders orders) {
        int length = Math.min(series.length, LONGEST);
        int first = series.length - length;
        double origin = series[series.length - 1];
        double unit = meanChange(series, first);
        double[] standardised = new double[length];
        for (int t = 0; t < length; t++) {
            standardised[t] = Math.rint((series[first + t] - origin) / unit * DIGITS) / DIGITS;
        }
        if (!varies(standardised, orders)) {
            return Optional.empty();
        }
        try {
            Sarima sarima = new Sarima(estimate(standardised, orders), orders, standardised, origin, unit);
            return Double.isFinite(sarima.logLikelihood) ? Optional.of(sarima) : Optional.empty();
        } catch (RuntimeException failure) {
            // The library tells a matrix it cannot invert, or a model it cannot start from, by several exceptions.
            return Optional.empty();
        }
    }

    private static RegArimaEstimation<SarimaModel> estimate(double[] series, ArimaOrders orders) {
        SarimaOrders sarimaOrders = new SarimaOrders(orders.period());
        sarimaOrders.setRegular(orders.p(), orders.d(), orders.q());
        sarimaOrders.setSeasonal(orders.seasonalP(), orders.seasonalD(), orders.seasonalQ());
        // One call a line: the builder returns itself without its type.
        RegArimaModel.Builder<SarimaModel> model = RegArimaModel.builder();
        model.y(DoubleSeq.of(series));
        model.arima(SarimaModel.builder(sarimaOrders).setDefault().build());
        model.meanCorrection(orders.mean());
        return COMPUTER.process(model.build(), null);
    }

    /** The forecasts of the observations that follow, in the unit of the series; empty if they are not finite. */
    Optional<double[]> forecasts(int horizon) {
        FastArimaForecasts recursion = new FastArimaForecasts();
        if (!recursion.prepare(model, mean)) {
            return Optional.empty();
        }
        double[] forecasts =
                recursion.forecasts(DoubleSeq.of(standardised), horizon).toArray();
        for (int h = 0; h < horizon; h++) {
            forecasts[h] = origin + unit * forecasts[h];
            if (!Double.isFinite(forecasts[h])) {
                return Optional.empty();
            }
        }
        return Optional.of(forecasts);
    }

    /** The logarithm of the likelihood of the differenced series. */
    double logLikelihood() {
        return logLikelihood;
    }

    /** Akaike's criterion with the correction of Hurvich and Tsai; the smaller, the better. */
    double aicc() {
        double count = differenced();
        double parameters = orders.parameters();
        return -2 * logLikelihood + 2 * parameters * count / Math.max(1, count - parameters - 1);
    }

    /** How many observations the likelihood is that of. */
    int differenced() {
        return standardised.length - orders.lost();
    }

    /** The mean absolute change from one observation to the next; 1 for a constant. */
    private static double meanChange(double[] series, int first) {
        double sum = 0;
        for (int t = first + 1; t < series.length; t++) {
            sum += Math.abs(series[t] - series[t - 1]);
        }
        return sum > 0 ? sum / (series.length - first - 1) : 1;
    }

    /** Whether the differenced series is more than a constant and rounding. */
    private static boolean varies(double[] series, ArimaOrders orders) {
        double[] differences = series.clone();
        int length = series.length;
        for (int i = 0; i < orders.d() + orders.seasonalD(); i++) {
            int lag = i < orders.d() ? 1 : orders.period();
            length -= lag;
            for (int t = 0; t < length; t++) {
                differences[t] = differences[t + lag] - differences[t];
            }
        }
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < length; t++) {
            lowest = Math.min(lowest, differences[t]);
            highest = Math.max(highest, differences[t]);
        }
        return highest - lowest > ROUNDING;
    }
}
