package almanac.staging;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** The exact numbers of the input tables. */
public final class Types {

    /** Money: 14 digits before the point and 4 behind it. Stays a long inside generated code. */
    public static final DecimalType MONEY = DataTypes.createDecimalType(18, 4);

    /** Quantities: as {@link #MONEY}. */
    public static final DecimalType QUANTITY = DataTypes.createDecimalType(18, 4);

    /** Counts of people and things: whole numbers. */
    public static final DecimalType COUNT = DataTypes.createDecimalType(18, 0);

    private Types() {}
}
