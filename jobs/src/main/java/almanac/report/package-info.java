/** The report of a night: one file that a browser opens, read from the published tables alone. */
package almanac.report;
