package almanac.staging;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * From a delivered value to a column's type, exactly or not at all: no rounding, no guessing, null where it does not
 * convert, so that the caller can tell "not there" from "not readable".
 *
 * <p>Decimals: plain notation, with no more digits behind the point than the column has (zeros excepted). Dates: ISO
 * {@code yyyy-MM-dd} in full, or the declared pattern. Booleans: true/false, yes/no, y/n, t/f, 1/0.
 */
final class Conversion {

    private static final String ISO_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

    /** At most 12 digits behind the point, so that the wide decimal below loses none. */
    private static final String DECIMAL = "^[+-]?([0-9]{1,26}(\\.[0-9]{0,12})?|\\.[0-9]{1,12})([eE][+]?[0-9]{1,2})?$";

    private static final DecimalType WIDE = DataTypes.createDecimalType(38, 12);

    private Conversion() {}

    /** Text without surrounding white space; null where nothing is left. */
    static Column text(Column value) {
        Column trimmed = trim(value.cast(DataTypes.StringType));
        return when(trimmed.notEqual(lit("")), trimmed);
    }

    /**
     * The value in the column's type, null where there is none or it does not convert.
     *
     * @param value the delivered column
     * @param from its type
     * @param to the column's type
     * @param format a datetime pattern; null for ISO
     */
    static Column convert(Column value, DataType from, DataType to, @Nullable String format) {
        if (to instanceof StringType) {
            return text(value);
        } else if (to instanceof DecimalType decimal) {
            return decimal(value, from, decimal);
        } else if (to instanceof DateType) {
            return date(value, from, format);
        } else if (to instanceof TimestampType) {
            return timestamp(value, from, format);
        } else if (to instanceof BooleanType) {
            return bool(value, from);
        } else if (to instanceof DoubleType) {
            Column number = text(value).try_cast("double");
            return when(number.between(-Double.MAX_VALUE, Double.MAX_VALUE), number);
        }
        throw new IllegalArgumentException("no input column has type " + to);
    }

    private static Column decimal(Column value, DataType from, DecimalType to) {
        if (from instanceof IntegralType) {
            return value.try_cast(to);
        }
        if (from instanceof DecimalType) {
            return unrounded(value, to);
        }
        // A double is read as its shortest decimal text, which is what whoever wrote it meant. Nearly every value is
        // plain,
        // and then one look is enough; the way that follows every notation takes ten times as long.
        Column text = text(value);
        return when(text.rlike(plain(to)), text.try_cast(to)).otherwise(unrounded(exact(text), to));
    }

    private static Column unrounded(Column number, DecimalType to) {
        Column narrow = number.try_cast(to);
        return when(narrow.equalTo(number), narrow);
    }

    /** No more digits before and behind the point than the type has. */
    private static String plain(DecimalType type) {
        String whole = String.format("^[+-]?[0-9]{1,%d}+", type.precision() - type.scale());
        return type.scale() == 0 ? whole + "$" : whole + String.format("(\\.[0-9]{1,%d}+)?$", type.scale());
    }

    /** A decimal text in plain or exponent notation, with nothing rounded off; null for anything else. */
    private static Column exact(Column text) {
        Column zerosDropped = regexp_replace(text, lit("(\\.[0-9]*?)0+$"), lit("$1"));
        return when(zerosDropped.rlike(DECIMAL), zerosDropped.try_cast(WIDE));
    }

    private static Column date(Column value, DataType from, @Nullable String format) {
        if (from instanceof DateType) {
            return value;
        } else if (from instanceof TimestampType || from instanceof TimestampNTZType) {
            return value.cast(DataTypes.DateType);
        } else if (format != null) {
            return try_to_timestamp(text(value), lit(format)).cast(DataTypes.DateType);
        }
        return when(text(value).rlike(ISO_DATE), text(value).try_cast(DataTypes.DateType));
    }

    private static Column timestamp(Column value, DataType from, @Nullable String format) {
        if (from instanceof TimestampType || from instanceof DateType || from instanceof TimestampNTZType) {
            return value.cast(DataTypes.TimestampType);
        } else if (format != null) {
            return try_to_timestamp(text(value), lit(format));
        }
        return text(value).try_cast(DataTypes.TimestampType);
    }

    private static Column bool(Column value, DataType from) {
        if (from instanceof BooleanType) {
            return value;
        }
        Column word = lower(text(value));
        return when(word.isin("true", "yes", "y", "t", "1"), lit(true))
                .when(word.isin("false", "no", "n", "f", "0"), lit(false));
    }

    static Column named(String column) {
        return col("`" + column.replace("`", "``") + "`");
    }
}
