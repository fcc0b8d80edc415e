package almanac.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A configuration file after HOCON: parsed, changed by the command line, every substitution resolved. */
final class Document {

    /** The block that every setting lies in. */
    static final String ROOT = "almanac";

    private final Places places;
    private final Problems problems;

    private Document(Places places, Problems problems) {
        this.places = places;
        this.problems = problems;
    }

    /**
     * The whole file as one block without defaults.
     *
     * @throws almanac.error.Failure if it is not HOCON; wrong overrides are only noted
     */
    static ConfigObject read(String text, Map<String, String> overrides, Problems problems) {
        Places places = problems.places();
        try {
            return new Document(places, problems).resolve(text, overrides);
        } catch (ConfigException notHocon) {
            throw Problems.failure(places.location(), List.of(SyntaxProblem.describe(notHocon, text, places)));
        }
    }

    private ConfigObject resolve(String text, Map<String, String> overrides) {
        Config file = ConfigFactory.parseString(text, options(places.location()));
        places.learn(file.root());
        Config changed = file;
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            changed = change(override.getKey(), override.getValue(), changed);
        }
        return changed.resolve().root();
    }

    private Config change(String key, String value, Config config) {
        try {
            List<String> path = new ArrayList<>(ConfigUtil.splitPath(key));
            if (!path.get(0).equals(ROOT)) {
                path.add(0, ROOT);
            }
            return nested(path, parse(value)).toConfig().withFallback(config);
        } catch (ConfigException.BadPath notPath) {
            problems.override(key, "is not a key; write it with dots, such as forecast.horizon");
        } catch (ConfigException notValue) {
            // Its message would quote the value, which may be a secret.
            problems.override(key, "the value begins like a list, a block or quoted text, but does not end so");
        }
        return config;
    }

    /** Plain text is taken as it is, so that a URI needs no quotes; brackets and quotes mean HOCON. */
    private static ConfigValue parse(String value) {
        if (value.isEmpty() || "[{\"".indexOf(value.charAt(0)) < 0) {
            return ConfigValueFactory.fromAnyRef(value, Places.OVERRIDE);
        }
        return ConfigFactory.parseString("value = " + value, options(Places.OVERRIDE))
                .resolve()
                .getValue("value");
    }

    private static ConfigObject nested(List<String> path, ConfigValue value) {
        List<String> inwards = new ArrayList<>(path);
        Collections.reverse(inwards);
        ConfigValue block = value;
        for (String key : inwards) {
            block = ConfigValueFactory.fromMap(Map.of(key, block), Places.OVERRIDE);
        }
        return (ConfigObject) block;
    }

    private static ConfigParseOptions options(String origin) {
        return ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(origin)
                .setIncluder(new NoInclude());
    }
}
