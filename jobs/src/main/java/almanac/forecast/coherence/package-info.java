/**
 * Makes the forecasts of all segments coherent: every segment the sum of what it is made of, over all segmentations. Each
 * origin of the back-test, and tonight, is a problem of its own, solved where the forecasts of the origin are brought together.
 */
package almanac.forecast.coherence;
