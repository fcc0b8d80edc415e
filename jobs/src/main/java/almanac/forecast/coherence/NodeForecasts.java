package almanac.forecast.coherence;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What is forecast of one segment at one origin, and how far off its forecasts had been until then.
 *
 * @param node the place of the segment in the structure
 * @param spread how much the series moves; 0 where it is zero throughout, or has ended
 * @param isNeverNegative whether no value of its history is below 0
 * @param forecasts the next period first
 * @param actuals of the same periods; NaN where they are not over
 * @param residuals actual - forecast at earlier origins, at the places that {@link Origins#residual} gives them, brought
 *     to the spread at this origin; NaN where none was known
 */
record NodeForecasts(
        int node, double spread, boolean isNeverNegative, double[] forecasts, double[] actuals, double[] residuals)
        implements Serializable {

    /** Reads the forecasts of a segment at all origins from (origin_date, horizon, amount, actual, spread, never negative). */
    static List<Placed> read(int node, List<Row> said, Origins origins) {
        NodeForecasts[] at = new NodeForecasts[origins.count()];
        for (Row row : said) {
            int origin = origins.indexOf(row.getLocalDate(0));
            if (!row.isNullAt(4) && at[origin] == null) {
                at[origin] = empty(node, row.getDouble(4), row.getBoolean(5), origins);
            }
            if (at[origin] != null) {
                at[origin].forecasts[row.getInt(1) - 1] = row.getDouble(2);
                at[origin].actuals[row.getInt(1) - 1] = row.isNullAt(3) ? Double.NaN : row.getDouble(3);
            }
        }
        List<Placed> placed = new ArrayList<>();
        for (int origin = 0; origin < at.length; origin++) {
            if (at[origin] != null && at[origin].spread > 0) {
                for (int earlier = 0; earlier < origin; earlier++) {
                    at[origin].remember(at[earlier], earlier, origin, origins);
                }
                placed.add(new Placed(origin, at[origin]));
            }
        }
        return placed;
    }

    /** Forecasts and the origin at which they were made. */
    record Placed(int origin, NodeForecasts forecasts) implements Serializable {}

    private static NodeForecasts empty(int node, double spread, boolean isNeverNegative, Origins origins) {
        double[] actuals = new double[origins.horizon()];
        double[] residuals = new double[origins.residuals()];
        Arrays.fill(actuals, Double.NaN);
        Arrays.fill(residuals, Double.NaN);
        return new NodeForecasts(node, spread, isNeverNegative, new double[origins.horizon()], actuals, residuals);
    }

    private void remember(NodeForecasts earlier, int forecastAt, int origin, Origins origins) {
        for (int ahead = 1; earlier != null && earlier.spread > 0 && ahead <= earlier.forecasts.length; ahead++) {
            int place = origins.residual(forecastAt, ahead);
            if (place >= 0 && origins.isKnown(forecastAt, ahead, origin)) {
                double residual = earlier.actuals[ahead - 1] - earlier.forecasts[ahead - 1];
                residuals[place] = residual / earlier.spread * spread;
            }
        }
    }
}
