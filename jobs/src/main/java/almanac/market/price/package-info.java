/**
 * Prices: how demand goes with them, what a change of price would do, what is left of the list price, and where the prices of
 * competitors stand.
 */
@org.jspecify.annotations.NullMarked
package almanac.market.price;
