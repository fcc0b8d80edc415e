package almanac.stats;

/**
 * A method that checks its arguments, works on a history of magnitude one, and gives the forecasts in the unit of the
 * history. It is what makes the promises of {@link ForecastMethod} on huge values and on scale true for all methods.
 */
abstract class ScaledMethod implements ForecastMethod {

    @Override
    public final double[] forecast(double[] history, int period, int horizon) {
        Arguments.atLeast(1, "the length of the history", history.length);
        Arguments.finite("history", history);
        Arguments.atLeast(1, "period", period);
        Arguments.atLeast(1, "horizon", horizon);
        int exponent = Scaling.exponent(history);
        return Scaling.up(forecastScaled(Scaling.down(history, exponent), period, horizon), exponent);
    }

    /** The forecasts of a history whose largest magnitude is below 2. */
    abstract double[] forecastScaled(double[] history, int period, int horizon);
}
