package almanac.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One block { … } of a configuration. It gives typed values, falls back on documented defaults, and notes as problems
 * the values that do not fit and, when {@link #done} is called, the keys that nobody asked for.
 */
final class Block {

    private static final ConfigObject NOTHING = ConfigFactory.empty().root();

    private final Problems problems;
    private final String path;
    private final ConfigObject written;
    private final ConfigObject defaults;
    private final Set<String> known = new LinkedHashSet<>();

    Block(Problems problems, String path, ConfigObject written, ConfigObject defaults) {
        this.problems = problems;
        this.path = path;
        this.written = written;
        this.defaults = defaults;
    }

    /** Whether the file, not only the default, has a key. */
    boolean has(String key) {
        known.add(key);
        return written.containsKey(key);
    }

    /** The path of a key. */
    String pathOf(String key) {
        return Places.below(path, key);
    }

    /** The place of a key, such as {@code conf/shop.conf:12}. */
    String placeOf(String key) {
        ConfigValue value = written.get(key);
        return value == null
                ? problems.places().of(pathOf(key))
                : problems.places().of(pathOf(key), value);
    }

    /** A value that must be there, in the file or as a default. */
    <T> T get(String key, Conversion<T> conversion) {
        return require(key, conversion).orElse(conversion.standIn());
    }

    /** A value that must be there; empty where it is missing or does not fit, which is noted. */
    <T> Optional<T> require(String key, Conversion<T> conversion) {
        requireValue(key);
        return find(key, conversion);
    }

    /** A value that may be absent; also empty where it does not fit, which is noted. */
    <T> Optional<T> find(String key, Conversion<T> conversion) {
        return value(key).flatMap(value -> convert(key, value, conversion));
    }

    /** A list that must be there, in the file or as a default; no element may repeat another. */
    <T> List<T> list(String key, Conversion<T> element) {
        requireValue(key);
        return findList(key, element).orElse(List.of());
    }

    /** A list that may be absent; no element may repeat another. Elements that do not fit are noted and left out. */
    <T> Optional<List<T>> findList(String key, Conversion<T> element) {
        return value(key).flatMap(value -> {
            if (!(value instanceof ConfigList list)) {
                problems.unfit(pathOf(key), value, "is not a list");
                return Optional.empty();
            }
            Set<T> elements = new LinkedHashSet<>();
            for (ConfigValue raw : list) {
                Optional<T> converted = convert(key, raw, element);
                if (converted.isPresent() && !elements.add(converted.get())) {
                    problems.unfit(pathOf(key), raw, "is listed twice");
                }
            }
            return Optional.of(List.copyOf(elements));
        });
    }

    /** A list with at least one element. */
    <T> List<T> nonEmptyList(String key, Conversion<T> element) {
        List<T> elements = list(key, element);
        value(key)
                .filter(value -> value instanceof ConfigList list && list.isEmpty())
                .ifPresent(empty -> reject(key, "is empty; it needs at least one entry"));
        return elements;
    }

    /** A block inside this one; where the file has none, one of defaults only. */
    Block block(String key) {
        return findBlock(key).orElseGet(() -> new Block(problems, pathOf(key), NOTHING, defaultsOf(key)));
    }

    /** A block that the file has inside this one; empty where it has none, or something else, which is noted. */
    Optional<Block> findBlock(String key) {
        known.add(key);
        ConfigValue value = written.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ConfigObject block) {
            return Optional.of(new Block(problems, pathOf(key), block, defaultsOf(key)));
        }
        problems.unfit(pathOf(key), value, "is not a block");
        return Optional.empty();
    }

    /** Whether a key of the file holds a block. */
    boolean hasBlock(String key) {
        return written.get(key) instanceof ConfigObject;
    }

    /** Every key of the file in its order: by line, and by name within a line. All of them count as known. */
    List<String> keys() {
        List<String> keys = new ArrayList<>(written.keySet());
        known.addAll(keys);
        keys.sort(Comparator.comparingInt(this::line).thenComparing(Comparator.naturalOrder()));
        return keys;
    }

    /** As {@link #keys}, where each key is a name of the operator's choice. */
    List<String> names() {
        List<String> names = keys();
        for (String name : names) {
            try {
                Conversion.requireName(name);
            } catch (Unfit unfit) {
                reject(name, "the key " + unfit.reason());
            }
        }
        return names;
    }

    /** Notes what is wrong at a key. */
    void reject(String key, String what) {
        ConfigValue value = written.get(key);
        if (value == null) {
            problems.absent(pathOf(key), path, written, what);
        } else {
            problems.value(pathOf(key), value, what);
        }
    }

    /** Notes every key that nobody asked for. To be called when everything has been read. */
    void done() {
        List<String> asked = List.copyOf(known);
        for (String key : written.keySet()) {
            if (!asked.contains(key)) {
                reject(key, "unknown key" + Nearest.hint(key, asked));
            }
        }
    }

    private void requireValue(String key) {
        if (value(key).isEmpty()) {
            problems.absent(pathOf(key), path, written, "missing");
        }
    }

    private Optional<ConfigValue> value(String key) {
        known.add(key);
        return Optional.ofNullable(written.get(key)).or(() -> Optional.ofNullable(defaults.get(key)));
    }

    private <T> Optional<T> convert(String key, ConfigValue value, Conversion<T> conversion) {
        try {
            return Optional.of(conversion.step().apply(value));
        } catch (Unfit unfit) {
            problems.unfit(pathOf(key), value, unfit.reason());
            return Optional.empty();
        }
    }

    private ConfigObject defaultsOf(String key) {
        return defaults.get(key) instanceof ConfigObject inner ? inner : NOTHING;
    }

    private int line(String key) {
        ConfigValue value = written.get(key);
        return value == null ? 0 : problems.places().line(pathOf(key), value);
    }
}
