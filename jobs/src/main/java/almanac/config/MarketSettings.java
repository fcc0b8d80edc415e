package almanac.config;

/**
 * By what markets and positions in them are judged.
 *
 * @param growthRule from which growth on a market counts as growing fast
 * @param growthThreshold that growth, where the rule is {@link GrowthRule#FIXED}: a rate, -1 to 10
 * @param relativeShareThreshold from which relative share on a position counts as strong, 0 to 100
 * @param targetQuantile the quantile of the shares of comparable segments that is taken as within reach, 0 to 1
 */
public record MarketSettings(
        GrowthRule growthRule, double growthThreshold, double relativeShareThreshold, double targetQuantile) {}
