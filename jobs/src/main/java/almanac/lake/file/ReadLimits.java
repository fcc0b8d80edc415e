package almanac.lake.file;

import java.io.Serializable;

/**
 * How much one file may ask of the memory and time of its reader.
 *
 * @param maxFieldChars the longest field, in characters; a longer one is cut and its record flagged
 * @param maxExpandedBytes the most bytes that a compressed file may expand to
 * @param maxExpansionRatio the most expanded bytes per compressed byte, looked at once {@link #FREE_BYTES} were
 *     expanded: sales files compress 5 to 50 times, a bomb of zeros 1,000 times
 */
public record ReadLimits(int maxFieldChars, long maxExpandedBytes, int maxExpansionRatio) implements Serializable {

    /** Expanded bytes before the ratio counts: 10 MiB. */
    public static final long FREE_BYTES = 10L << 20;

    /** Fields of 1,000,000 characters, 64 GiB expanded, 200 : 1. */
    public static final ReadLimits DEFAULT = new ReadLimits(1_000_000, 64L << 30, 200);

    /** Refuses limits that let nothing through, and fields longer than a reader's buffer can grow. */
    public ReadLimits {
        if (maxFieldChars < 1 || maxFieldChars > 100_000_000 || maxExpandedBytes < 1 || maxExpansionRatio < 1) {
            throw new IllegalArgumentException(
                    "limits must be above 0, and a field at most 100,000,000 characters: maxFieldChars=" + maxFieldChars
                            + ", maxExpandedBytes=" + maxExpandedBytes + ", maxExpansionRatio=" + maxExpansionRatio);
        }
    }
}
