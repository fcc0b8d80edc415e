package almanac.forecast.paths;

import almanac.stats.QuantileLevels;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sum of a segment's amounts over several periods: the next ones, or those of a calendar month, quarter or year.
 *
 * @param type horizon, month, quarter or year
 * @param start first day
 * @param end last day
 * @param shares of each forecast period that lie in it, 0 to 1, by days
 */
record Totals(String type, LocalDate start, LocalDate end, double[] shares) {

    /** The sums of the next one, two and more periods. */
    static final String HORIZON = "horizon";

    private static final String MONTH = "month";
    private static final String QUARTER = "quarter";
    private static final String YEAR = "year";
    private static final int MONTHS_OF_A_QUARTER = 3;

    /** Every sum of an outlook; calendar periods that end within its horizon and have begun, or begin, before. */
    static List<Totals> of(Outlook outlook) {
        List<Totals> totals = new ArrayList<>();
        for (int h = 0; h < outlook.horizon(); h++) {
            totals.add(of(HORIZON, outlook.starts()[0], outlook.ends()[h], outlook));
        }
        for (String type : List.of(MONTH, QUARTER, YEAR)) {
            Stream.iterate(start(type, outlook.starts()[0]), start -> next(type, start))
                    .takeWhile(start -> !next(type, start).minusDays(1).isAfter(outlook.end()))
                    .forEach(start ->
                            totals.add(of(type, start, next(type, start).minusDays(1), outlook)));
        }
        return totals;
    }

    private static Totals of(String type, LocalDate start, LocalDate end, Outlook outlook) {
        double[] shares = new double[outlook.horizon()];
        for (int h = 0; h < shares.length; h++) {
            LocalDate first = outlook.starts()[h].isBefore(start) ? start : outlook.starts()[h];
            LocalDate last = outlook.ends()[h].isAfter(end) ? end : outlook.ends()[h];
            long days = ChronoUnit.DAYS.between(outlook.starts()[h], outlook.ends()[h]) + 1;
            shares[h] = Math.max(0, (double) (ChronoUnit.DAYS.between(first, last) + 1) / days);
        }
        return new Totals(type, start, end, shares);
    }

    private static LocalDate start(String type, LocalDate day) {
        int month = day.getMonthValue();
        return switch (type) {
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.withDayOfMonth(1).withMonth(month - (month - 1) % MONTHS_OF_A_QUARTER);
            default -> day.withDayOfYear(1);
        };
    }

    private static LocalDate next(String type, LocalDate start) {
        return switch (type) {
            case MONTH -> start.plusMonths(1);
            case QUARTER -> start.plusMonths(MONTHS_OF_A_QUARTER);
            default -> start.plusYears(1);
        };
    }

    /** How many of the forecast periods lie in it, whole or in part. */
    int periods() {
        return (int) Arrays.stream(shares).filter(share -> share > 0).count();
    }

    /** The sum of amounts of the forecast periods. */
    double sum(double[] amounts) {
        double sum = 0;
        for (int h = 0; h < shares.length; h++) {
            sum += shares[h] * amounts[h];
        }
        return sum;
    }

    /** The quantiles of {@link QuantileLevels#ALL} of the sum over draws; null where there are no draws. */
    double @Nullable [] quantiles(double @Nullable [][] draws) {
        if (draws == null) {
            return null;
        }
        double[] sums = Arrays.stream(draws).mapToDouble(this::sum).sorted().toArray();
        return QuantileLevels.ALL.stream()
                .mapToDouble(level -> quantile(sums, level))
                .toArray();
    }

    /** Between neighbours in proportion: definition 7 of Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566. */
    private static double quantile(double[] sorted, double level) {
        double place = level * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
