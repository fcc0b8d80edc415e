package almanac.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** What can be wrong with a row of a delivery: each rule turns a good row into one that must not be accepted. */
public enum Dirt {
    /** A business date that no calendar has, or in another notation. */
    BAD_DATE("order_date", "2024-02-30", "31.12.2024", "20240105", "0000-00-00", "yesterday"),
    /** An amount that is not a number. */
    BAD_NUMBER("net_amount", "n/a", "12.5O", "1e", "--3.20", "NaN", "Infinity"),
    /** No order. */
    MISSING_KEY("order_id", ""),
    /** An amount with more than the four decimals that money is kept with. */
    TOO_FINE("net_amount", "10.123456", "0.00001", "-7.987654321"),
    /** A NUL character inside an identifier. */
    NUL_CHARACTER("product_id", "P0\u000007"),
    /** A letter outside ASCII as one byte of Latin-1, which is not UTF-8. */
    BAD_ENCODING("product_id", "P\u00e907"),
    /** Fewer or more fields than the header has names. */
    RAGGED("");

    private static final int MISSING_FIELDS = 3;

    private final String column;

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it after the constructor
    private final String[] texts;

    Dirt(String column, String... texts) {
        this.column = column;
        this.texts = texts;
    }

    /** Its name in the truth file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The row, spoiled; {@code columns} names its fields. */
    String[] spoil(String[] row, List<String> columns, SplittableRandom random) {
        if (this == RAGGED) {
            return random.nextBoolean() ? Arrays.copyOf(row, row.length - MISSING_FIELDS) : withSurplus(row);
        }
        String[] spoiled = row.clone();
        spoiled[columns.indexOf(column)] = texts[random.nextInt(texts.length)];
        return spoiled;
    }

    private static String[] withSurplus(String[] row) {
        String[] longer = Arrays.copyOf(row, row.length + 1);
        longer[row.length] = "surplus";
        return longer;
    }
}
