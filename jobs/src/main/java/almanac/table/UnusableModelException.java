package almanac.table;

/** A saved model cannot be used: its files were changed, or cannot be read. */
public final class UnusableModelException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** For a reason, in words. */
    public UnusableModelException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** For a reason, in words, that something else brought about. */
    public UnusableModelException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /** Why, in words. */
    public String reason() {
        return reason;
    }
}
