package almanac.stats;

/**
 * Where a history stands at its end without its season, and what the season does to a path that goes on from there, whatever
 * method the path comes from. The season is that of {@link SeasonalAdjustment#shrunk}; the level is what simple exponential
 * smoothing makes of the history without it.
 */
public final class LevelAndSeason {

    private final SeasonalAdjustment adjustment;
    private final double level;

    private LevelAndSeason(SeasonalAdjustment adjustment, double level) {
        this.adjustment = adjustment;
        this.level = level;
    }

    /**
     * The level and season of a history.
     *
     * @param history oldest first, at least one value
     * @param period periods in a season, at least 1
     */
    public static LevelAndSeason of(double[] history, int period) {
        SeasonalAdjustment adjustment = SeasonalAdjustment.shrunk(history, period);
        return new LevelAndSeason(
                adjustment,
                SimpleExponentialSmoothing.fit(adjustment.adjusted()).level());
    }

    /** The level at the end of the history, without season. */
    public double level() {
        return level;
    }

    /** A path from the period after the history on, without its season. */
    public double[] withoutSeason(double[] path) {
        return adjustment.takeOffAfter(path);
    }
}
