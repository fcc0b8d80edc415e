/**
 * Forecasts of every segment. {@link almanac.forecast.Backtests} makes the series of the segments, has the
 * {@linkplain almanac.forecast.engine engine} forecast them, and records what every method said;
 * {@link almanac.forecast.ReconciledForecasts} makes what is published add up; the other tables read the two.
 */
package almanac.forecast;
