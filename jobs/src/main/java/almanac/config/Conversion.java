package almanac.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How the value of a setting becomes a {@code T}.
 *
 * @param standIn goes in the place of a value that does not fit, so that reading goes on and finds the next problem; it
 *     never leaves the package, because a configuration with a problem is refused
 * @param step the conversion itself
 */
record Conversion<T>(T standIn, Step<ConfigValue, T> step) {

    /** A conversion that may find that a value does not fit. */
    interface Step<A, B> {
        /** The converted value. */
        B apply(A value) throws Unfit;
    }

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final LocalDate FIRST_DATE = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DATE = LocalDate.of(9999, 12, 31);

    /** Any text; a number or a truth value counts as the text that was written. */
    static Conversion<String> text() {
        return text("", text -> text);
    }

    /** A text with something in it. */
    static Conversion<String> nonBlank() {
        return text("", text -> {
            require(!text.isBlank(), "is blank");
            return text;
        });
    }

    /** A text that means something. */
    static <T> Conversion<T> text(T standIn, Step<String, T> step) {
        return new Conversion<>(standIn, value -> {
            if (!isScalar(value)) {
                throw new Unfit("is not text");
            }
            return step.apply(scalar(value));
        });
    }

    /** A name of the operator's choice. */
    static Conversion<String> name() {
        return text("unnamed", Conversion::requireName);
    }

    /** One of a few words. */
    static <T> Conversion<T> choice(List<T> allowed, Function<T, String> id) {
        return text(allowed.get(0), text -> {
            List<String> ids = allowed.stream().map(id).toList();
            if (!ids.contains(text)) {
                throw new Unfit("is not one of " + String.join(", ", ids)
                        + Nearest.suggestion(text, ids).orElse(""));
            }
            return allowed.get(ids.indexOf(text));
        });
    }

    /** Any whole number of 64 bits. */
    static Conversion<Long> whole() {
        return whole(Long.MIN_VALUE, Long.MAX_VALUE, "is not a whole number");
    }

    /** A whole number between two bounds, both allowed. */
    static Conversion<Integer> whole(int low, int high) {
        Conversion<Long> within = whole(low, high, "is not a whole number from " + low + " to " + high);
        return new Conversion<>(low, value -> within.step().apply(value).intValue());
    }

    private static Conversion<Long> whole(long low, long high, String reason) {
        return text(low, text -> {
            try {
                long number = new BigDecimal(text).longValueExact();
                require(number >= low && number <= high, reason);
                return number;
            } catch (ArithmeticException | NumberFormatException notWhole) {
                throw new Unfit(reason);
            }
        });
    }

    /** A share of a whole, 0 to 1. */
    static Conversion<Double> rate() {
        return number(0, 1);
    }

    /** How many times something is of something else, 1 to 1,000. */
    static Conversion<Double> multiple() {
        return number(1, 1000);
    }

    private static Conversion<Double> number(int least, int most) {
        String reason = "is not a number from " + least + " to " + most;
        return text((double) least, text -> {
            try {
                BigDecimal number = new BigDecimal(text);
                require(
                        number.compareTo(BigDecimal.valueOf(least)) >= 0
                                && number.compareTo(BigDecimal.valueOf(most)) <= 0,
                        reason);
                return number.doubleValue();
            } catch (NumberFormatException notNumber) {
                throw new Unfit(reason);
            }
        });
    }

    /** True or false. */
    static Conversion<Boolean> flag() {
        return choice(List.of(true, false), String::valueOf);
    }

    /** A date in the form of ISO 8601, of the years 1 to 9999. */
    static Conversion<LocalDate> date() {
        String reason = "is not a date such as 2024-12-25";
        return text(FIRST_DATE, text -> {
            try {
                LocalDate date = LocalDate.parse(text);
                require(!date.isBefore(FIRST_DATE) && !date.isAfter(LAST_DATE), reason);
                return date;
            } catch (DateTimeParseException notDate) {
                throw new Unfit(reason);
            }
        });
    }

    /** The text if it is a name: safe in a path, in SQL and in a log. */
    static String requireName(String text) throws Unfit {
        require(
                NAME.matcher(text).matches(),
                "is not a name: a lower-case letter, then up to 63 lower-case letters, digits and _");
        return text;
    }

    /** Whether a value is text, a number or a truth value. */
    static boolean isScalar(ConfigValue value) {
        ConfigValueType type = value.valueType();
        return type == ConfigValueType.STRING || type == ConfigValueType.NUMBER || type == ConfigValueType.BOOLEAN;
    }

    /** A scalar as it was written: {@code 0.50} stays {@code 0.50}. */
    static String scalar(ConfigValue value) {
        return value.atKey("value").getString("value");
    }

    private static void require(boolean fits, String reason) throws Unfit {
        if (!fits) {
            throw new Unfit(reason);
        }
    }
}
