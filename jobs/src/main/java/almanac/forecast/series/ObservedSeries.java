package almanac.forecast.series;

import almanac.forecast.engine.Driver;
import almanac.forecast.engine.Series;
import almanac.forecast.engine.Series.SeriesName;
import almanac.forecast.series.LongSeries.Missing;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What was observed of one series, as arrays: a million small objects would take longer to keep than to forecast.
 *
 * @param name whose observations they are
 * @param ordinals of the periods of all rows, ascending
 * @param values of them; NaN where there is none
 * @param drivers of each row, row by row
 * @param hasNumbers whether any period with a value is a plain number
 * @param hasDates whether any has a calendar
 * @param twice those of a period that is there already
 */
record ObservedSeries(
        SeriesName name,
        long[] ordinals,
        double[] values,
        double[][] drivers,
        boolean hasNumbers,
        boolean hasDates,
        List<Observation> twice)
        implements Serializable {

    private static final String ALL = "*";

    /** The observations of one series, at least one, in their order. */
    static ObservedSeries of(List<Observation> inOrder) {
        List<Observation> known = inOrder.stream()
                .filter(observation -> !Double.isNaN(observation.value()))
                .toList();
        List<Observation> named = known.isEmpty() ? inOrder : known;
        return new ObservedSeries(
                name(named.get(named.size() - 1)),
                inOrder.stream().mapToLong(Observation::ordinal).toArray(),
                inOrder.stream().mapToDouble(Observation::value).toArray(),
                inOrder.stream().map(Observation::drivers).toArray(double[][]::new),
                known.stream().anyMatch(Observation::isNumbered),
                known.stream().anyMatch(observation -> !observation.isNumbered()),
                twice(inOrder));
    }

    private static SeriesName name(Observation last) {
        return new SeriesName(
                UUID.nameUUIDFromBytes(last.series().getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits(),
                last.group(),
                List.of(last.series(), last.period()),
                kin(last.group()));
    }

    /** The series with the same attributes, those with one of them the same, and all. */
    private static List<String> kin(String group) {
        List<String> kin = new ArrayList<>();
        String[] attributes = group.split(SeriesColumns.ATTRIBUTES, -1);
        if (attributes.length > 1) {
            kin.add(group);
        }
        for (int i = 0; i < attributes.length; i++) {
            kin.add(i + SeriesColumns.ATTRIBUTES + attributes[i]);
        }
        kin.add(ALL);
        return kin;
    }

    private static List<Observation> twice(List<Observation> inOrder) {
        List<Observation> twice = new ArrayList<>();
        for (int i = 1; i < inOrder.size(); i++) {
            if (inOrder.get(i).ordinal() == inOrder.get(i - 1).ordinal()) {
                twice.add(inOrder.get(i));
            }
        }
        return twice;
    }

    /** Whether there is any value. */
    boolean isKnown() {
        return hasNumbers || hasDates;
    }

    /** The period of the first value. */
    long first() {
        int row = 0;
        while (Double.isNaN(values[row])) {
            row++;
        }
        return ordinals[row];
    }

    /** The period of the last value; what follows is the future. */
    long last() {
        int row = values.length - 1;
        while (Double.isNaN(values[row])) {
            row--;
        }
        return ordinals[row];
    }

    /** The series for the engine. One without a value keeps its place, and the result says that there is nothing to go by. */
    Series series(LongTimeline timeline, List<String> driverNames, Missing missing) {
        int season = timeline.frequency().season();
        if (!isKnown()) {
            return new Series(name, timeline.known(), new double[0], new double[0], List.of(), season);
        }
        double[] dense = new double[Math.toIntExact(last() - first() + 1)];
        Arrays.fill(dense, missing == Missing.ZERO ? 0 : Double.NaN);
        double[][] planned = new double[driverNames.size()][dense.length + timeline.horizon()];
        for (double[] ofDriver : planned) {
            Arrays.fill(ofDriver, Double.NaN);
        }
        for (int row = 0; row < values.length; row++) {
            long place = ordinals[row] - first();
            if (!Double.isNaN(values[row])) {
                dense[(int) place] = values[row];
            }
            for (int d = 0; d < planned.length && place >= 0 && place < planned[d].length; d++) {
                planned[d][(int) place] = drivers[row][d];
            }
        }
        return new Series(
                name,
                (int) (first() - timeline.first()),
                dense,
                new double[0],
                Driver.planned(driverNames, planned),
                season);
    }
}
