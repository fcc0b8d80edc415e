package almanac.config;

import com.typesafe.config.ConfigUtil;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint of values: SHA-256 over one spelling of them.
 *
 * <p>Records are taken apart by reflection, so that a setting added later counts without anybody thinking of it; only
 * a component called {@code origin} is left out, because a comment that moves a line changes no result.
 */
final class Digest {

    private static final String ORIGIN = "origin";

    private Digest() {}

    /** The digest, 64 hexadecimal digits. Maps count without their order, lists with it. */
    static String of(Map<String, ?> content) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(canonical(content).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** JSON with sorted keys and every scalar as text. */
    static String canonical(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Record fields) {
            return canonical(components(fields));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, inner) -> sorted.put(ConfigUtil.quoteString(String.valueOf(key)), canonical(inner)));
            List<String> entries = new ArrayList<>();
            sorted.forEach((key, inner) -> entries.add(key + ":" + inner));
            return "{" + String.join(",", entries) + "}";
        }
        if (value instanceof Collection<?> list) {
            return "[" + String.join(",", list.stream().map(Digest::canonical).toList()) + "]";
        }
        return ConfigUtil.quoteString(value.toString());
    }

    /** The components of a record, and its kind: a rename and a constant of the same text are not the same. */
    private static Map<String, @Nullable Object> components(Record fields) {
        Map<String, @Nullable Object> components = new TreeMap<>();
        components.put("", fields.getClass().getSimpleName());
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            if (!component.getName().equals(ORIGIN)) {
                components.put(component.getName(), valueOf(component, fields));
            }
        }
        return components;
    }

    private static @Nullable Object valueOf(RecordComponent component, Record fields) {
        try {
            return component.getAccessor().invoke(fields);
        } catch (ReflectiveOperationException notReadable) {
            throw new IllegalStateException("the settings are public records: " + component, notReadable);
        }
    }
}
