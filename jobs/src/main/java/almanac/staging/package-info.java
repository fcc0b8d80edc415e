/**
 * The input tables: what each one is, which columns a mapping must give, and the rules that a row must keep to be
 * accepted. Rows are mapped, converted, checked and de-duplicated here; nothing is joined but exchange rates,
 * and nothing is aggregated.
 */
package almanac.staging;
