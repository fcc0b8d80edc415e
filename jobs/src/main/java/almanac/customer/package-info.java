/** Customer analysis: one class per table, each a spec and one pure function. Lines without a customer are not in it. */
package almanac.customer;
