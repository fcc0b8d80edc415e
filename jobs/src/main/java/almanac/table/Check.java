package almanac.table;

/**
 * A condition that every row of a table meets. A row for which it is false or null breaks it.
 *
 * @param name snake_case, unique in its table; names the constraint in Delta
 * @param condition Spark SQL, a constant of the code and never built from data
 */
public record Check(String name, String condition) {}
