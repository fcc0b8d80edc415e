package almanac.stats;

/**
 * The orders of a seasonal ARIMA model.
 *
 * @param p autoregressive terms
 * @param d differences
 * @param q moving-average terms
 * @param seasonalP autoregressive terms at whole seasons
 * @param seasonalD differences at one season
 * @param seasonalQ moving-average terms at whole seasons
 * @param period observations in one season; 1 where there is no season
 * @param mean whether the differenced series has a mean that is estimated
 */
record ArimaOrders(int p, int d, int q, int seasonalP, int seasonalD, int seasonalQ, int period, boolean mean) {

    /** (0,1,1)(0,1,1). */
    static ArimaOrders airline(int period) {
        return new ArimaOrders(0, 1, 1, 0, 1, 1, period, false);
    }

    /** The orders of a model without season. */
    static ArimaOrders plain(int p, int d, int q, boolean mean) {
        return new ArimaOrders(p, d, q, 0, 0, 0, 1, mean);
    }

    /** How many observations differencing takes. */
    int lost() {
        return d + seasonalD * period;
    }

    /** How many numbers are estimated, the variance among them. */
    int parameters() {
        return p + q + seasonalP + seasonalQ + (mean ? 1 : 0) + 1;
    }
}
