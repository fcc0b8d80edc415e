package almanac.staging;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** What happened, or will, on some days, and moved sales: holidays, strikes, days without stock. */
public final class Events {

    /** The input. */
    public static final InputTable INPUT = InputTable.named(
                    "events",
                    "Events that move sales, past and planned; forecasts learn what those do that come again.")
            .required("event_id", StringType, "event")
            .required("start_date", DateType, "first day")
            .required("end_date", DateType, "last day")
            .optional(
                    "event_name",
                    StringType,
                    "what it is, such as Winter holidays: events of one name are taken to have one effect; the event_id where not mapped")
            .optional(
                    "is_disruption",
                    BooleanType,
                    "true for what will not come again, such as a strike: forecasts do not learn from its days; false where not mapped")
            .orElse(bounds -> lit(false))
            .key("event_id")
            .rule(Rule.inOrder("start_date", "end_date"))
            .build();

    private Events() {}
}
