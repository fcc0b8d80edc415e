package almanac.forecast.engine;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the future of one series: what every method said at every origin, the last of which is tonight, which of it
 * is published, and the quantiles around it.
 *
 * @param backtest what was said, its combination included
 * @param verdict what is published, and why
 * @param quantiles of any forecast of it
 * @param effects of the drivers that tonight's forecasts use; null where they use none
 */
public record SeriesForecast(
        SeriesBacktest backtest,
        Verdict verdict,
        Quantiles quantiles,
        @Nullable SeriesEffects effects) implements Serializable {}
