package almanac.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordering of members from coarse to fine, such as country over territory.
 *
 * @param name what it is called in segments
 * @param levels its levels, coarsest first, at least one; no two with the same column name
 * @param market how market rows name a member of it; null where they do not
 */
public record Hierarchy(
        String name, List<LevelRef> levels, @Nullable MarketKey market) {

    /** Copies the list. */
    public Hierarchy {
        levels = List.copyOf(levels);
    }
}
