package almanac.config;

/**
 * By what markets, positions in them, and the products of an assortment are judged.
 *
 * @param growthRule from which growth on a market counts as growing fast
 * @param growthThreshold that growth, where the rule is {@link GrowthRule#FIXED}: a rate, -1 to 10
 * @param relativeShareThreshold from which relative share on a position counts as strong, 0 to 100
 * @param targetQuantile the quantile of the shares of comparable segments that is taken as within reach, 0 to 1
 * @param classA the share of sales that products of class A bring together, 0 to 1
 * @param classB the share that those of the classes A and B bring, not less
 * @param classX up to which coefficient of variation of monthly units a product is of class X, 0 to 100
 * @param classY up to which it is of class Y, not less
 */
public record MarketSettings(
        GrowthRule growthRule,
        double growthThreshold,
        double relativeShareThreshold,
        double targetQuantile,
        double classA,
        double classB,
        double classX,
        double classY) {}
