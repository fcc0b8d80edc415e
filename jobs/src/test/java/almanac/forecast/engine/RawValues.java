package almanac.forecast.engine;

import almanac.forecast.Examples;

/** The values of a series as it knows them, for the tests of other packages. */
public final class RawValues {

    private RawValues() {}

    /** The values from the first to the last, NaN where not known. */
    public static double[] of(Series series) {
        return Examples.values(series.length(), i -> series.actual(series.first() + i));
    }

    /** What a method said at the end of the history. */
    public static double[] forecasts(SeriesForecast forecast, String method) {
        OriginForecasts last =
                forecast.backtest().origins().get(forecast.backtest().origins().size() - 1);
        return Examples.values(last.horizon(), h -> last.forecast(method, h + 1));
    }
}
