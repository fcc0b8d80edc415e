package almanac.config;

/** A value that is not what its setting takes. The message continues a sentence that begins with the value. */
final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason why, such as {@code is not a date such as 2024-12-25} */
    Unfit(String reason) {
        super(reason);
    }

    /** Why, continuing a sentence that begins with the value. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
