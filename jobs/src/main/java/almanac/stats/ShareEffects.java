package almanac.stats;

/**
 * The growth of a company's own sales in a market, split into what the market did and what its share did:
 *
 * <pre>own1 - own0 = share0 (market1 - market0) + market1 (share1 - share0)</pre>
 *
 * <p>The split is exact: there is no remainder or joint term, and effects of segments add up. It must be computed at
 * the level at which it is shown or summed from one lower level throughout; the two differ by the mix of segments.
 *
 * <ul>
 *   <li>No market in the base period: there was no share, so the whole growth is the market effect.
 *   <li>No market in the current period: the share effect is {@code own1}, which is 0 unless own sales lack market data.
 * </ul>
 *
 * @param market sales that changed because the market did, at the old share; the unit of sales, additive
 * @param share sales that changed because the share did, in the new market; the unit of sales, additive
 */
public record ShareEffects(double market, double share) {

    /**
     * The effects between a base and a current period.
     *
     * @param own0 own sales of the base period
     * @param market0 sales of all suppliers, own included, of the base period
     * @param own1 own sales of the current period
     * @param market1 sales of all suppliers, own included, of the current period
     * @throws IllegalArgumentException if a figure is not finite, or if the base market is so small beside the other
     *     figures that the effects are too large for a double
     */
    public static ShareEffects of(double own0, double market0, double own1, double market1) {
        Arguments.finite("own0", own0);
        Arguments.finite("market0", market0);
        Arguments.finite("own1", own1);
        Arguments.finite("market1", market1);
        double growth = own1 - own0;
        double market = market0 == 0 ? growth : own0 / market0 * (market1 - market0);
        // The rest of the growth equals market1 (share1 - share0), needs no share1 and leaves no remainder.
        double share = growth - market;
        Arguments.finite("the market effect", market);
        Arguments.finite("the share effect", share);
        return new ShareEffects(market, share);
    }
}
