package almanac.config;

/** What the fiscal months of a quarter are made of. */
public enum WeekPattern {
    /** Calendar months. */
    MONTH("month"),
    /** Four, four and five weeks. */
    W445("445"),
    /** Four, five and four weeks. */
    W454("454"),
    /** Five, four and four weeks. */
    W544("544");

    private final String id;

    WeekPattern(String id) {
        this.id = id;
    }

    /** The name in a configuration file. */
    public String id() {
        return id;
    }
}
