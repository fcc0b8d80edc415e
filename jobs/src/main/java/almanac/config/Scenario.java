package almanac.config;

/**
 * A future that differs from the expected one.
 *
 * @param name what it is called in results; never base
 * @param priceRate by how much prices differ, 0.05 for 5 % more; 0 where they do not
 * @param marketRate by how much the market differs, likewise
 * @param promotionTimes how many times as much promotion there is as is planned; 1 where nothing differs
 */
public record Scenario(String name, double priceRate, double marketRate, double promotionTimes) {

    /** The name of the future in which nothing differs. */
    public static final String BASE = "base";
}
