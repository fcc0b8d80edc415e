/**
 * Forecasts of many series at once, whatever they are series of: {@link almanac.forecast.engine.ForecastEngine} shows the steps.
 * It knows no tables and no calendar, only positions on a {@link almanac.forecast.engine.Timeline}.
 */
package almanac.forecast.engine;
