package almanac.onboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The hierarchies that the mapped columns make, and what they are crossed to. */
final class Structure {

    private static final int MOST_MEMBERS = 10_000;
    private static final double NEARLY_ALL = 0.8;

    private final Map<String, Mapping> mappings = new LinkedHashMap<>();
    private final Map<String, List<String>> hierarchies = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Map<String, String> markets = new LinkedHashMap<>();

    private Structure() {}

    /** The structure of some mappings. */
    static Structure of(List<Mapping> mappings) {
        Structure structure = new Structure();
        mappings.forEach(mapping -> structure.mappings.put(mapping.table(), mapping));
        structure.add("geography", "stores", "store_id", "store_name", "country", "region", "city");
        structure.add("geography", "territories", "territory_id", "territory_name", "country", "region");
        structure.addOfSales("geography", "territory_id", "store_id");
        structure.add(
                "product",
                "products",
                "product_id",
                "product_name",
                "category_l1",
                "category_l2",
                "category_l3",
                "category_l4");
        structure.addOfSales("product", "product_id");
        structure.add("channel", "channels", "channel_id", "channel_name", "channel_type");
        structure.addOfSales("channel", "channel_id");
        structure.addMarket("geography", "geography_key");
        structure.addMarket("product", "category_key");
        structure.addMarket("channel", "channel_key");
        return structure;
    }

    /** Levels by hierarchy, such as {@code stores.country}, coarsest first. */
    Map<String, List<String>> hierarchies() {
        return hierarchies;
    }

    /** Why a hierarchy has its levels. */
    String reason(String hierarchy) {
        return reasons.getOrDefault(hierarchy, "");
    }

    /** The market's column that names a member, and the level that it lies at, by hierarchy. */
    Map<String, String> markets() {
        return markets;
    }

    /** The name of the level that market rows name, by hierarchy. */
    Optional<String> marketLevel(String hierarchy) {
        return Optional.ofNullable(markets.get(hierarchy)).map(text -> text.substring(text.indexOf(' ') + 1));
    }

    private void add(String hierarchy, String table, String id, String name, String... coarse) {
        Mapping mapping = mappings.get(table);
        Mapping sales = mappings.get(Inputs.SALES);
        boolean isReferred = sales != null && sales.columns().containsKey(id);
        if (mapping == null || !isReferred || hierarchies.containsKey(hierarchy)) {
            return;
        }
        List<String> levels = new ArrayList<>();
        List<String> told = new ArrayList<>();
        Stream.of(coarse)
                .forEach(column -> profile(mapping, column)
                        .filter(profile -> profile.distinct().size() > 1)
                        .ifPresent(profile -> {
                            levels.add(table + "." + column);
                            told.add(String.format(
                                    "%,d in %s", profile.distinct().size(), column));
                        }));
        profile(mapping, id)
                .map(key -> profile(mapping, name)
                        .filter(names ->
                                names.distinct().size() == key.distinct().size())
                        .map(names -> name)
                        .orElse(id))
                .filter(column -> levels.isEmpty()
                        || profile(mapping, id).orElseThrow().distinct().size() <= MOST_MEMBERS)
                .ifPresent(column -> {
                    levels.add(table + "." + column);
                    told.add(String.format(
                            "%,d in %s",
                            profile(mapping, id).orElseThrow().distinct().size(), column));
                });
        if (!levels.isEmpty()) {
            hierarchies.put(hierarchy, levels);
            reasons.put(hierarchy, String.join(", ", told));
        }
    }

    private void addOfSales(String hierarchy, String... columns) {
        Mapping sales = mappings.get(Inputs.SALES);
        for (String column : columns) {
            if (sales != null && sales.columns().containsKey(column) && !hierarchies.containsKey(hierarchy)) {
                hierarchies.put(hierarchy, List.of(Inputs.SALES + "." + column));
                reasons.put(hierarchy, "as the lines of sales name it");
            }
        }
    }

    private void addMarket(String hierarchy, String key) {
        Mapping market = mappings.get("market");
        List<String> levels = hierarchies.getOrDefault(hierarchy, List.of());
        Optional<Profile> keys = market == null ? Optional.empty() : profile(market, key);
        if (market == null || !market.columns().containsKey(key) || levels.isEmpty()) {
            return;
        }
        for (String level : levels) {
            String[] parts = level.split("[.]", -1);
            Mapping mapping = mappings.get(parts[0]);
            Optional<Profile> members = mapping == null ? Optional.empty() : profile(mapping, parts[1]);
            boolean isNamed = members.isPresent()
                    && keys.filter(names -> names.within(members.get().distinct()) >= NEARLY_ALL)
                            .isPresent();
            boolean isMadeOf = keys.isEmpty()
                    && members.isPresent()
                    && market.columns()
                            .get(key)
                            .text()
                            .contains("." + Texts.quoted(members.get().name()));
            if (isNamed || isMadeOf) {
                markets.put(hierarchy, key + " " + parts[1]);
                return;
            }
        }
    }

    /** The column behind a mapped one; none where it is made of several or of none. */
    private static Optional<Profile> profile(Mapping mapping, String column) {
        return Optional.ofNullable(mapping.columns().get(column))
                .filter(value -> value.how() == Value.How.COLUMN)
                .flatMap(value -> mapping.source().column(value.text()));
    }
}
