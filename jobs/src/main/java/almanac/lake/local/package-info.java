/** The tables of a warehouse on the local disk without Spark: Delta Kernel names their files, DuckDB reads them. */
package almanac.lake.local;
