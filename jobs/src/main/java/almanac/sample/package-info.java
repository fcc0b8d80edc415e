/**
 * The sample lake: three years of invented deliveries of an invented maker of consumer goods, in which every effect
 * that the analyses look for was planted and is known.
 *
 * <p>{@link almanac.sample.SampleLake} writes it; the file {@code truth.json} beside the deliveries says what was
 * planted and what was written, counted while writing. Every file of a day is a function of the parameters and that day
 * alone, so the lake is the same whatever the order or the place in which its days are written.
 */
package almanac.sample;
