/**
 * Forecasts of every segment. {@link almanac.forecast.Backtests} makes the series of the segments, has the
 * {@linkplain almanac.forecast.engine engine} forecast them, and records what every method said; the other tables read it.
 */
package almanac.forecast;
