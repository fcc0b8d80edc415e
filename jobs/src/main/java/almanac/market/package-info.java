/** Market analysis at segment level: one class per table, each a spec and one pure function. */
package almanac.market;
