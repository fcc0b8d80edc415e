package almanac.staging;

import static almanac.staging.Types.COUNT;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** How many could buy, by place: people, households or companies. */
public final class Potentials {

    /** The columns that name a place, each also the name of a level of a hierarchy. */
    public static final List<String> PLACES = List.of("country", "region", "city");

    /** The input. */
    public static final InputTable INPUT = InputTable.named(
                    "potentials", "How many people, households or companies could buy in each place, and from when on.")
            .required("effective_date", DateType, "from when on it holds, until the next one of the place")
            .required("potential_count", COUNT, "people, households or companies; additive over places")
            .optional("country", StringType, "the place")
            .optional("region", StringType, "the place, where it is smaller than a country")
            .optional("city", StringType, "the place, where it is smaller than a region")
            .key("effective_date", "country", "region", "city")
            .rule(Rule.notNegative("potential_count"))
            .build();

    private Potentials() {}
}
