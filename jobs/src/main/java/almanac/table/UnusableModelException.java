package almanac.table;

/** A saved model cannot be used: its files were changed, or cannot be read. */
public final class UnusableModelException extends Exception {

    private static final long serialVersionUID = 1L;

    /** For a reason, in words. */
    public UnusableModelException(String reason) {
        super(reason);
    }

    /** For a reason, in words, that something else brought about. */
    public UnusableModelException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
