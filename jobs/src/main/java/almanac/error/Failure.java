package almanac.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that somebody outside the code can act on: the problem, why it is one, and what to do about it.
 *
 * <p>The {@link Kind} says whose failure it is and decides the exit code of the process. Anything else that escapes (a
 * {@link NullPointerException}, say) is our own bug and ends with {@link Kind#BUG}.
 */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whose failure it is; each kind has an exit code of its own. */
    public enum Kind {
        /** The configuration is wrong: for the operator. */
        CONFIGURATION(2),
        /** A source cannot be read as declared: for the owner of the data. */
        SOURCE(3),
        /** The data was read but is not good enough to publish: for the owner of the data. */
        GATE(4),
        /** The warehouse cannot be read or written: for the operator. */
        STORAGE(5),
        /** Another run holds the warehouse. */
        LOCKED(6),
        /** A mistake of ours. */
        BUG(7);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The exit code of a process that ends with this kind of failure. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;
    private final String remedy;
    private final List<String> details;

    /**
     * @param kind whose failure it is
     * @param problem what is wrong and why, one sentence, with the place (file, key, table, column)
     * @param remedy what to do about it, one sentence
     * @param details every difference at once, one line each; may be empty
     * @param cause what was caught, if anything was
     */
    public Failure(Kind kind, String problem, String remedy, List<String> details, @Nullable Throwable cause) {
        super(problem, cause);
        this.kind = kind;
        this.remedy = remedy;
        this.details = List.copyOf(details);
    }

    /** A configuration that cannot be used. */
    public static Failure configuration(String problem, String remedy, List<String> details) {
        return new Failure(Kind.CONFIGURATION, problem, remedy, details, null);
    }

    /** A source that cannot be read as declared. */
    public static Failure source(String problem, String remedy, List<String> details) {
        return new Failure(Kind.SOURCE, problem, remedy, details, null);
    }

    /** Data that must not be published. */
    public static Failure gate(String problem, String remedy, List<String> details) {
        return new Failure(Kind.GATE, problem, remedy, details, null);
    }

    /** A warehouse that cannot be read or written. */
    public static Failure storage(String problem, String remedy, @Nullable Throwable cause) {
        return new Failure(Kind.STORAGE, problem, remedy, List.of(), cause);
    }

    /** A warehouse that another run holds. */
    public static Failure locked(String problem, String remedy) {
        return new Failure(Kind.LOCKED, problem, remedy, List.of(), null);
    }

    /** Whose failure it is. */
    public Kind kind() {
        return kind;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    /** Every difference, one line each. */
    public List<String> details() {
        return details;
    }

    /** The whole message as a person reads it: problem, details, remedy. */
    public String describe() {
        StringBuilder text = new StringBuilder(String.valueOf(getMessage()));
        details.forEach(detail -> text.append("\n  - ").append(detail));
        return text.append("\n  What to do: ").append(remedy).toString();
    }
}
