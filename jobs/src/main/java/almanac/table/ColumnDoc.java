package almanac.table;

import org.apache.spark.sql.types.DataType;

/**
 * A documented column.
 *
 * @param name snake_case, with its unit as a suffix (see the naming rules in jobs/README.md)
 * @param type Spark type; every column is nullable in storage, checks say which may not be null
 * @param doc definition, formula, meaning of null, additivity
 */
public record ColumnDoc(String name, DataType type, String doc) {}
