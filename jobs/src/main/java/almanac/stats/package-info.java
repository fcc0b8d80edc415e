/**
 * Plain Java numerics: market concentration, forecasts of one series, their accuracy, intervals and combination, and the
 * reconciliation of many. Arrays
 * of doubles in, numbers out: no Spark, no input or output, no clock, no random numbers, so that the same history gives
 * the same bits on every executor.
 *
 * <p>Two promises hold throughout. An argument that has no meaning (a NaN, arrays of different lengths, a share above
 * 100) is an {@link IllegalArgumentException} that names it; a result that has no meaning is an empty
 * {@link java.util.OptionalDouble}. No method returns NaN or an infinity.
 */
package almanac.stats;
