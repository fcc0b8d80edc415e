package almanac.forecast.series;

import almanac.forecast.engine.Frequency;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a file hold what.
 *
 * @param series the name of the series
 * @param period the period
 * @param value the value; empty where it is not known
 * @param attributes what series have in common: errors of series with the same values are pooled
 */
public record SeriesColumns(String series, String period, String value, List<String> attributes)
        implements Serializable {

    /** Sums of squares of anything larger may not be numbers any more. */
    private static final double LARGEST = 1e100;

    /** Copies the list. */
    public SeriesColumns {
        attributes = List.copyOf(attributes);
    }

    /** All of them. */
    public List<String> all() {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(series, period, value), attributes.stream())
                .toList();
    }

    /** What a row says; a row that cannot be used says why. */
    Observation read(Row row, String place, Frequency frequency) {
        String name = text(row, series);
        String at = text(row, period);
        String amount = text(row, value);
        String group = attributes.stream()
                .map(attribute -> String.valueOf(text(row, attribute)))
                .collect(Collectors.joining(" "));
        if (name == null || at == null) {
            return new Observation(place, "", group, "", 0, false, 0, (name == null ? series : period) + " is empty");
        }
        try {
            long ordinal = PeriodText.ordinal(at, frequency);
            double number = amount == null ? Double.NaN : Double.parseDouble(amount);
            String problem = amount == null || Math.abs(number) <= LARGEST
                    ? null
                    : value + " is " + amount + (Double.isFinite(number) ? ", too large to forecast" : "");
            return new Observation(
                    place, name, group, at, ordinal, PeriodText.isNumber(at, frequency), number, problem);
        } catch (NumberFormatException e) {
            return new Observation(place, name, group, at, 0, false, 0, value + " is `" + amount + "`, no number");
        } catch (IllegalArgumentException e) {
            return new Observation(place, name, group, at, 0, false, 0, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String text(Row row, String column) {
        Object value = row.getAs(column);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() || text.toLowerCase(Locale.ROOT).equals("na") ? null : text;
    }
}
