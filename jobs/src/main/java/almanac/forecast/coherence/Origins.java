package almanac.forecast.coherence;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The origins of the forecasts, oldest first, with what was known when: tonight is the last of them. */
final class Origins implements Serializable {

    private static final long serialVersionUID = 1L;

    /** About how many residuals of a segment are looked at: more tell little more, and cost as much again. */
    private static final int MOST_RESIDUALS = 64;

    private final List<LocalDate> dates;

    /** The last days of the periods that are forecast at each origin. */
    private final List<? extends Map<Integer, LocalDate>> periodEnds;

    private final int horizon;

    private Origins(List<LocalDate> dates, List<? extends Map<Integer, LocalDate>> periodEnds, int horizon) {
        this.dates = dates;
        this.periodEnds = periodEnds;
        this.horizon = horizon;
    }

    /** The origins of forecasts, from {@code origin_date}, {@code horizon} and {@code period_end}. Runs a Spark job. */
    static Origins of(Dataset<Row> forecasts) {
        TreeMap<LocalDate, TreeMap<Integer, LocalDate>> byDate = new TreeMap<>();
        TreeSet<Integer> horizons = new TreeSet<>();
        for (Row row : forecasts
                .select(col("origin_date"), col("horizon"), col("period_end"))
                .distinct()
                .collectAsList()) {
            byDate.computeIfAbsent(row.getLocalDate(0), none -> new TreeMap<>())
                    .put(row.getInt(1), row.getLocalDate(2));
            horizons.add(row.getInt(1));
        }
        return new Origins(
                List.copyOf(byDate.keySet()), List.copyOf(byDate.values()), horizons.isEmpty() ? 0 : horizons.last());
    }

    int count() {
        return dates.size();
    }

    /** The most periods ahead that anything is forecast. */
    int horizon() {
        return horizon;
    }

    LocalDate date(int origin) {
        return dates.get(origin);
    }

    int indexOf(LocalDate date) {
        return dates.indexOf(date);
    }

    /** Whether what came of a forecast was known at an origin. */
    boolean isKnown(int forecastAt, int ahead, int origin) {
        LocalDate end = periodEnds.get(forecastAt).get(ahead);
        return end != null && !end.isAfter(dates.get(origin));
    }

    /** How many residuals of a segment are looked at. */
    int residuals() {
        return count() * perOrigin();
    }

    /** The place of a residual; below 0 where it is not looked at. */
    int residual(int forecastAt, int ahead) {
        return (ahead - 1) % stride() == 0 ? forecastAt * perOrigin() + (ahead - 1) / stride() : -1;
    }

    private int perOrigin() {
        return (horizon + stride() - 1) / stride();
    }

    private int stride() {
        return Math.max(1, (count() * horizon + MOST_RESIDUALS - 1) / MOST_RESIDUALS);
    }
}
