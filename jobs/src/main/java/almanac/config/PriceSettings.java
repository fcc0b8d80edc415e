package almanac.config;

/**
 * How far prices may go.
 *
 * @param maxStep a change of price beyond this part of it is not advised, 0 to 1
 * @param parityBand a price within this part of a competitor's counts as equal to it, 0 to 1
 */
public record PriceSettings(double maxStep, double parityBand) {}
