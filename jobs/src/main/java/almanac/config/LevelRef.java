package almanac.config;

/**
 * A level of a hierarchy: a column of sales, or of a dimension that sales refer to.
 *
 * @param table an input table
 * @param column a column of it; also the name of the level
 */
public record LevelRef(String table, String column) {}
