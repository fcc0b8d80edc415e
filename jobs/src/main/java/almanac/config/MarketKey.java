package almanac.config;

/**
 * How the rows of the market name a member of a hierarchy.
 *
 * @param keyColumn the column of the market table that holds the member
 * @param level the level of the hierarchy that the member lies at
 */
public record MarketKey(String keyColumn, String level) {}
