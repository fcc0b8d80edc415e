package almanac.config;

/**
 * Names for the tables in the session's catalogue.
 *
 * @param register whether the tables get names at all
 * @param name the catalogue, as the session is configured with it
 * @param prefix what stands before the area in the name of a schema; may be empty
 */
public record CatalogSettings(boolean register, String name, String prefix) {}
