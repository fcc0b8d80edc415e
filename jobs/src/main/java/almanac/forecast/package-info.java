/**
 * Forecasts of every segment, in six steps: the series ({@link almanac.forecast.SegmentSeries}), a pool of methods that
 * each see one series ({@link almanac.forecast.CandidatePool}), one learner that sees all
 * ({@link almanac.forecast.GlobalLearner}), their combination ({@link almanac.forecast.SegmentForecaster}), its intervals
 * ({@link almanac.forecast.Intervals}), and the record in three tables. {@link almanac.forecast.Backtests} runs the
 * steps; the other two tables read it.
 */
package almanac.forecast;
