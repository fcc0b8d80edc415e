package almanac.sample;

import java.util.List;

/**
 * A category and what was planted in it. {@link #ALL} is the truth that an analysis of the lake must find.
 *
 * @param index its place in {@link #ALL}
 * @param growth of our demand per year of 365.25 days, compound
 * @param marketGrowth of what the others sell, likewise
 * @param elasticity of units to the price paid
 * @param seasonAmplitude of the cosine in the logarithm of demand
 * @param seasonPeak day of the cosine's peak, 0 for 1 January
 * @param ownShare our part of the market's amount on the first day of the model, at reference prices
 */
record Category(
        int index,
        String title,
        List<String> subcategories,
        double growth,
        double marketGrowth,
        double elasticity,
        double seasonAmplitude,
        int seasonPeak,
        double ownShare) {

    static final Category BEVERAGES =
            new Category(0, "Beverages", List.of("Juices", "Teas", "Mineral water"), 0.06, 0.04, -1.8, 0.30, 196, 0.22);
    static final Category SNACKS =
            new Category(1, "Snacks", List.of("Crisps", "Nuts", "Cereal bars"), 0.02, 0.03, -2.2, 0.10, 350, 0.30);
    static final Category HOUSEHOLD =
            new Category(2, "Household", List.of("Cleaners", "Paper"), -0.03, 0.00, -1.2, 0.08, 100, 0.18);
    static final Category PERSONAL_CARE =
            new Category(3, "Personal care", List.of("Soaps", "Shampoos"), 0.10, 0.06, -1.5, 0.12, 190, 0.12);
    static final Category PET_CARE =
            new Category(4, "Pet care", List.of("Dog food", "Cat food"), 0.04, 0.04, -0.9, 0.05, 20, 0.26);

    /** Every category, by its index. */
    static final List<Category> ALL = List.of(BEVERAGES, SNACKS, HOUSEHOLD, PERSONAL_CARE, PET_CARE);

    /** The category of a subcategory's name. */
    static Category ofSubcategory(String subcategory) {
        return ALL.stream()
                .filter(category -> category.subcategories().contains(subcategory))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no category has the subcategory " + subcategory));
    }
}
