package almanac.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the settings of a file stand. Paths are dotted, with unusual keys in quotes: {@code almanac.sources."a b"}.
 *
 * <p>The lines are taken before substitution, because a value that comes from the environment has lost its line.
 */
final class Places {

    /** The description of values that were given on the command line. */
    static final String OVERRIDE = "--set";

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final String location;
    private final List<String> text;
    private final Map<String, Integer> lines = new HashMap<>();

    Places(String location, String text) {
        this.location = Secrets.withoutUserInfo(location);
        this.text = text.lines().toList();
    }

    /** Takes the lines of every setting of a file that is parsed but not resolved. */
    void learn(ConfigObject file) {
        collect("", file);
    }

    /** The path of a key below another path. */
    static String below(String path, String key) {
        return path.isEmpty() ? ConfigUtil.joinPath(key) : path + "." + ConfigUtil.joinPath(key);
    }

    /** The file's own name. */
    String location() {
        return location;
    }

    /** {@code conf/shop.conf:12} for a line of the file, or its name alone where there is none. */
    String at(int line) {
        return line > 0 && line != UNKNOWN ? location + ":" + line : location;
    }

    /** The line of a value; where it has none, the largest number, so that it sorts last. */
    int line(String path, ConfigValue value) {
        if (isOverride(path, value)) {
            return UNKNOWN;
        }
        // A list's elements have no path of their own. The origin of a block may be merged from several places.
        if (!(value instanceof ConfigObject) && value.origin().lineNumber() > 0) {
            return value.origin().lineNumber();
        }
        return line(path);
    }

    /** The line of a path, or of the nearest block around it. */
    int line(String path) {
        if (path.isEmpty()) {
            return UNKNOWN;
        }
        for (List<String> keys = ConfigUtil.splitPath(path); !keys.isEmpty(); keys = keys.subList(0, keys.size() - 1)) {
            Integer line = lines.get(ConfigUtil.joinPath(keys));
            if (line != null) {
                return line;
            }
        }
        return UNKNOWN;
    }

    /** The place of a value as it stands in messages. */
    String of(String path, ConfigValue value) {
        return isOverride(path, value) ? OVERRIDE : at(line(path, value));
    }

    /** The place of a path as it stands in messages. */
    String of(String path) {
        return at(line(path));
    }

    /** Whether the path, or the line of the file, speaks of a secret, so that the value must not be shown. */
    boolean isSecret(String path, ConfigValue value) {
        return Secrets.isNamedIn(path) || lineIsSecret(line(path, value));
    }

    /** Whether a line of the file speaks of a secret. */
    boolean lineIsSecret(int line) {
        return line >= 1 && line <= text.size() && Secrets.isNamedIn(text.get(line - 1));
    }

    private boolean isOverride(String path, ConfigValue value) {
        // A block of the file keeps its place when the command line changes something in it.
        boolean isBlockOfFile = value instanceof ConfigObject && lines.containsKey(path);
        return !isBlockOfFile && value.origin().description().startsWith(OVERRIDE);
    }

    private void collect(String path, ConfigObject block) {
        try {
            for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
                String child = below(path, entry.getKey());
                lines.put(child, entry.getValue().origin().lineNumber());
                if (entry.getValue() instanceof ConfigObject inner) {
                    collect(child, inner);
                }
            }
        } catch (ConfigException.NotResolved builtBySubstitution) {
            // Such a block shows its keys only once it is resolved: they get the line of the block.
            return;
        }
    }
}
