package almanac.sample;

import almanac.error.Failure;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which sample lake is written.
 *
 * @param seed of everything random
 * @param scale size: 1 is about 100,000 sales lines over the default days, and lines grow with it in proportion
 * @param end the last day that is delivered
 * @param days how many days are delivered, {@code end} included
 */
public record SampleParameters(long seed, double scale, LocalDate end, int days) implements Serializable {

    /** The first day on which the model knows prices, trends and customers. */
    public static final LocalDate EARLIEST = LocalDate.of(2023, 1, 1);

    private static final LocalDate LATEST = LocalDate.of(2099, 12, 31);
    private static final double SMALLEST_SCALE = 0.001;
    private static final double LARGEST_SCALE = 100_000;

    /**
     * Checks that the model knows these days.
     *
     * @throws Failure of configuration, with every value that is out of range
     */
    public SampleParameters {
        List<String> wrong = new ArrayList<>();
        if (!(scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
            wrong.add("scale is " + scale + ", not between " + SMALLEST_SCALE + " and " + LARGEST_SCALE);
        }
        if (days < 1) {
            wrong.add("days is " + days + ", not at least 1");
        } else if (end.minusDays(days - 1L).isBefore(EARLIEST)) {
            wrong.add("the first of " + days + " days up to " + end + " is " + end.minusDays(days - 1L) + ", before "
                    + EARLIEST);
        }
        if (end.isAfter(LATEST)) {
            wrong.add("end is " + end + ", after " + LATEST);
        }
        if (!wrong.isEmpty()) {
            throw Failure.configuration(
                    "the sample lake cannot be written with these parameters",
                    "choose values within the ranges named; the defaults are seed 42, scale 1, end 2025-12-31, 1096 days",
                    wrong);
        }
    }

    /** Seed 42, scale 1, the three years that end on 2025-12-31. */
    public static SampleParameters defaults() {
        return new SampleParameters(42, 1, LocalDate.of(2025, 12, 31), 1096);
    }

    /** The first day that is delivered. */
    public LocalDate first() {
        return end.minusDays(days - 1L);
    }

    /** Every day that is delivered, in order. */
    public List<LocalDate> dates() {
        return Stream.iterate(first(), day -> day.plusDays(1)).limit(days).toList();
    }
}
