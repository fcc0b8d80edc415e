package almanac.onboard;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether what the lines of sales refer to is found where it should be. */
final class Links {

    private static final Map<String, String> DIMENSIONS = Map.of(
            "product_id", "products",
            "store_id", "stores",
            "customer_id", "customers",
            "channel_id", "channels",
            "territory_id", "territories");
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.9;

    private Links() {}

    /**
     * Notes how many lines refer to a row that is not there. Where most do, and another column of the lines does not, the name
     * misleads: the column is left open.
     */
    static void check(Mapping sales, Map<String, Mapping> mappings) {
        DIMENSIONS.forEach((column, table) -> {
            Mapping dimension = mappings.get(table);
            Optional<Profile> keys = dimension == null ? Optional.empty() : plain(dimension, column);
            Optional<Profile> references = plain(sales, column);
            if (dimension != null && keys.isPresent() && references.isPresent()) {
                check(sales, column, references.get(), dimension, keys.get());
            }
        });
    }

    private static void check(Mapping sales, String column, Profile references, Mapping dimension, Profile keys) {
        double share = references.within(keys.distinct());
        String whose = dimension.source().name() + "." + keys.name();
        Optional<Profile> better = sales.source().columns().stream()
                .filter(other -> other != references
                        && other.filled() > 0
                        && share < HALF
                        && keys.distinct().size() > 2
                        && other.within(keys.distinct()) >= NEARLY_ALL)
                .findFirst();
        if (better.isPresent()) {
            sales.leaveOpen(
                    column,
                    List.of(
                            String.format(
                                    "%s (%s of its values are found in %s)",
                                    better.get().name(),
                                    Texts.percent(better.get().within(keys.distinct())),
                                    whose),
                            String.format(
                                    "%s (it has the name, but %s of its values are found in %s)",
                                    references.name(), Texts.percent(share), whose)));
            return;
        }
        boolean isWhole = dimension.source().surveyed().sample().isWhole();
        if (isWhole && share < 1) {
            String lacking = references.distinct().stream()
                    .filter(value -> !keys.distinct().contains(value))
                    .sorted()
                    .findFirst()
                    .orElse("");
            sales.note(String.format(
                    "%s of %,d lines name a %s that %s lacks, such as %s: those become UNKNOWN",
                    Texts.percent(1 - share), references.filled(), references.name(), whose, lacking));
        } else {
            sales.map(
                    column,
                    sales.columns().getOrDefault(column, Value.column(references.name())),
                    Texts.percent(share) + " of its values are found in " + whose);
        }
    }

    private static Optional<Profile> plain(Mapping mapping, String column) {
        return Optional.ofNullable(mapping.columns().get(column))
                .filter(value -> value.how() == Value.How.COLUMN)
                .flatMap(value -> mapping.source().column(value.text()));
    }
}
