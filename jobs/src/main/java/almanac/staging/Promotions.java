package almanac.staging;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Promotions, past and planned: which products, when, where, and how far their prices are cut. */
public final class Promotions {

    /** The columns that say where a promotion runs, each also the name of a level of a hierarchy. */
    public static final List<String> PLACES = List.of("country", "region", "channel_type");

    /** The input. */
    public static final InputTable INPUT = InputTable.named(
                    "promotions",
                    "Promotions of products, past and planned; forecasts learn what they do, and expect it of those to come.")
            .required("promotion_id", StringType, "promotion")
            .required("product_id", StringType, "product on promotion")
            .required("start_date", DateType, "first day")
            .required("end_date", DateType, "last day")
            .optional("country", StringType, "where it runs, if not in every country")
            .optional("region", StringType, "where it runs, if not in every region")
            .optional("channel_type", StringType, "where it runs, if not in channels of every type")
            .optional("price_cut_rate", DoubleType, "what it takes off the price, 0 to below 1; null where not said")
            .key("promotion_id", "product_id", "country", "region", "channel_type")
            .rule(Rule.inOrder("start_date", "end_date"))
            .rule(Rule.partOf("price_cut_rate"))
            .build();

    private Promotions() {}
}
