package almanac.forecast.paths;

import almanac.stats.QuantileFunction;
import almanac.stats.QuantileLevels;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What is forecast of one segment at one origin.
 *
 * @param origin the last day that is known
 * @param isFinal whether it is tonight's
 * @param starts first days of the periods
 * @param ends their last days
 * @param forecasts of each period
 * @param quantiles of each period, at the levels of {@link QuantileLevels#ALL}; null where there are none
 * @param actuals of each period; NaN where not known
 */
record Outlook(
        LocalDate origin,
        boolean isFinal,
        LocalDate[] starts,
        LocalDate[] ends,
        double[] forecasts,
        double @Nullable [][] quantiles,
        double[] actuals)
        implements Serializable {

    private static final double[] LEVELS =
            QuantileLevels.ALL.stream().mapToDouble(level -> level).toArray();

    /** The place of the lowest quantile in a row; that of the forecast is in the middle of them. */
    private static final int FIRST_QUANTILE = 6;

    /**
     * The outlooks of a segment in the order of their origins.
     *
     * @param said (origin_date, horizon, is_final, period_start, period_end, actual_amount, and the quantiles ascending), in
     *     order; periods without a forecast are left out
     */
    static List<Outlook> read(List<Row> said) {
        TreeMap<LocalDate, List<Row>> byOrigin = new TreeMap<>();
        for (Row row : said) {
            if (!row.isNullAt(FIRST_QUANTILE + LEVELS.length / 2)) {
                byOrigin.computeIfAbsent(row.getLocalDate(0), none -> new ArrayList<>())
                        .add(row);
            }
        }
        return byOrigin.values().stream().map(Outlook::of).toList();
    }

    private static Outlook of(List<Row> rows) {
        int periods = rows.size();
        LocalDate[] starts = new LocalDate[periods];
        LocalDate[] ends = new LocalDate[periods];
        double[] forecasts = new double[periods];
        double[][] quantiles = new double[periods][LEVELS.length];
        double[] actuals = new double[periods];
        boolean hasQuantiles = true;
        for (int h = 0; h < periods; h++) {
            Row row = rows.get(h);
            starts[h] = row.getLocalDate(3);
            ends[h] = row.getLocalDate(4);
            actuals[h] = row.isNullAt(5) ? Double.NaN : row.getDouble(5);
            forecasts[h] = row.getDouble(FIRST_QUANTILE + LEVELS.length / 2);
            for (int level = 0; level < LEVELS.length; level++) {
                hasQuantiles &= !row.isNullAt(FIRST_QUANTILE + level);
                quantiles[h][level] = hasQuantiles ? row.getDouble(FIRST_QUANTILE + level) : 0;
            }
        }
        return new Outlook(
                rows.get(0).getLocalDate(0),
                rows.get(0).getBoolean(2),
                starts,
                ends,
                forecasts,
                hasQuantiles ? quantiles : null,
                actuals);
    }

    /** How many periods are forecast. */
    int horizon() {
        return forecasts.length;
    }

    /** The last day of the last period. */
    LocalDate end() {
        return ends[ends.length - 1];
    }

    /**
     * Where what came lay in what was forecast, period by period, as logits of levels; null where there were no quantiles, or
     * nothing is known. A period that is not known is like the one before it, the first ones in the middle.
     */
    double @Nullable [] scores() {
        if (quantiles == null || Arrays.stream(actuals).allMatch(Double::isNaN)) {
            return null;
        }
        double[] scores = new double[horizon()];
        for (int h = 0; h < scores.length; h++) {
            double before = h == 0 ? 0 : scores[h - 1];
            scores[h] =
                    Double.isNaN(actuals[h]) ? before : new QuantileFunction(LEVELS, quantiles[h]).score(actuals[h]);
        }
        return scores;
    }

    /**
     * Amounts of each period in each draw.
     *
     * @param scores logits of the levels, draw by draw
     */
    double[][] amounts(double[][] scores) {
        double[][] amounts = new double[scores.length][horizon()];
        for (int h = 0; quantiles != null && h < horizon(); h++) {
            QuantileFunction ofPeriod = new QuantileFunction(LEVELS, quantiles[h]);
            for (int draw = 0; draw < scores.length; draw++) {
                amounts[draw][h] = ofPeriod.value(scores[draw][h]);
            }
        }
        return amounts;
    }
}
