/**
 * The kernel: what a table is. A {@link almanac.table.Table} is a {@link almanac.table.TableSpec}, its declared inputs
 * and one pure function from {@link almanac.table.Inputs} to rows. It knows no storage and nothing else of Almanac.
 */
package almanac.table;
