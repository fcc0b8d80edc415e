package almanac.config;

import almanac.error.Failure;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a configuration, collected until all of it is known. */
final class Problems {

    private static final String REMEDY =
            "Correct what is named above. The comments of conf/almanac.conf say what each setting means.";
    private static final int LONGEST_VALUE = 80;

    private record Problem(int line, String text) {}

    private final Places places;
    private final List<Problem> found = new ArrayList<>();

    Problems(Places places) {
        this.places = places;
    }

    /** Where settings stand. */
    Places places() {
        return places;
    }

    /** Notes what is wrong with a value; the text begins with a verb, for the value is shown before it. */
    void unfit(String path, ConfigValue value, String reason) {
        value(path, value, show(path, value) + " " + reason);
    }

    /** Notes what is wrong at a value. */
    void value(String path, ConfigValue value, String what) {
        found.add(new Problem(
                places.line(path, value), places.of(path, value) + " " + path + ": " + Secrets.withoutUserInfo(what)));
    }

    /** Notes what is wrong with a key that is not there; its place is that of the block it is missed in. */
    void absent(String path, String blockPath, ConfigObject block, String what) {
        found.add(new Problem(
                places.line(blockPath, block),
                places.of(blockPath, block) + " " + path + ": " + Secrets.withoutUserInfo(what)));
    }

    /** Notes what is wrong with something given on the command line. */
    void override(String path, String what) {
        found.add(new Problem(Integer.MAX_VALUE, Places.OVERRIDE + " " + path + ": " + what));
    }

    /** Throws all that was noted, in the order of the file, if anything was. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw failure(
                    places.location(),
                    found.stream()
                            .sorted(Comparator.comparingInt(Problem::line))
                            .map(Problem::text)
                            .toList());
        }
    }

    /** The failure of a configuration with these problems. */
    static Failure failure(String location, List<String> details) {
        String count = details.size() == 1 ? "1 problem" : details.size() + " problems";
        return Failure.configuration(location + " cannot be used: " + count, REMEDY, details);
    }

    private String show(String path, ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "a block { … }";
            case LIST -> "a list [ … ]";
            case NULL -> "null";
            case STRING ->
                places.isSecret(path, value) ? "***" : ConfigUtil.quoteString(shorten(Conversion.scalar(value)));
            case NUMBER, BOOLEAN -> places.isSecret(path, value) ? "***" : shorten(Conversion.scalar(value));
        };
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
