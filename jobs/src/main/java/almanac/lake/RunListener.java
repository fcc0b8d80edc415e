package almanac.lake;

/** Told of every step of a run that a reader of the warehouse could tell from the one before. */
@FunctionalInterface
public interface RunListener {

    /** A listener that does nothing. */
    RunListener NONE = step -> {};

    /**
     * A step was completed.
     *
     * @param step such as {@code locked}, {@code staged market.segments}, {@code committed market.segments}, {@code published}
     */
    void completed(String step);
}
