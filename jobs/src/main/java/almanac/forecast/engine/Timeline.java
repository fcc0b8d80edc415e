package almanac.forecast.engine;

import java.io.Serializable;

/**
 * The periods of all series in order, equally spaced: those of the history, which are over, and after them those to be
 * forecast. A period is known by its position, 0 for the first of the history.
 */
public interface Timeline extends Serializable {

    /** How often the series are observed. */
    Frequency frequency();

    /** How many periods are over: the position after the end of the longest history. */
    int known();

    /** How many periods after the end of its history are forecast of each series. */
    int horizon();

    /** How far into its {@linkplain Frequency#year() year} the period at a position lies, 0 to below 1. */
    double shareOfYear(int position);

    /** What people call the period at a position: its last day. */
    String label(int position);
}
