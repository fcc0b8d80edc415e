package almanac.lake.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One JSON object (RFC 8259) as texts by key, nothing of them changed: 10.10 stays 10.10. */
final class JsonObjectText {

    /** Objects and arrays within one another, the outermost object counted. */
    static final int MOST_NESTED = 100;

    // Lengths are bounded by the line's; interning keys of a hostile file would fill the heap.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_NESTED)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final String line;
    private final List<Problem> problems;
    private final Map<String, @Nullable String> values = new LinkedHashMap<>();

    private JsonObjectText(String line, List<Problem> problems) {
        this.line = line;
        this.problems = problems;
    }

    /**
     * The values of an object: texts as they are, numbers and {@code true} and {@code false} as written, null as null,
     * objects and arrays as their JSON.
     *
     * @param problems takes what is wrong with the line; of a line that is no object the values are what came before
     */
    static Map<String, @Nullable String> parse(String line, List<Problem> problems) {
        JsonObjectText object = new JsonObjectText(line, problems);
        try (JsonParser parser = FACTORY.createParser(line)) {
            object.read(parser);
        } catch (StreamConstraintsException e) {
            problems.add(new Problem(Problem.JSON_DEPTH, "it is nested more than " + MOST_NESTED + " deep"));
        } catch (JsonProcessingException e) {
            problems.add(new Problem(
                    Problem.JSON_MALFORMED,
                    "at character " + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory was not readable", e);
        }
        return object.values;
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            problems.add(new Problem(Problem.JSON_MALFORMED, "it is not an object: one { } is expected on each line"));
            return;
        }
        Set<String> keys = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = Normal.text(parser.currentName());
            boolean repeated = isRepeated(key, keys);
            JsonToken token = parser.nextToken();
            String value =
                    token.isStructStart() ? nested(parser) : token == JsonToken.VALUE_NULL ? null : parser.getText();
            if (!repeated) {
                values.put(key, value);
            }
        }
        if (parser.nextToken() != null) {
            problems.add(new Problem(Problem.JSON_MALFORMED, "more follows after the object"));
        }
    }

    /** An object or array within: its text as it stands, once its end is found and its keys are looked at. */
    private String nested(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        Deque<Set<String>> open = new ArrayDeque<>();
        open.push(new HashSet<>());
        while (!open.isEmpty()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.FIELD_NAME) {
                isRepeated(parser.currentName(), open.element());
            } else if (token.isStructStart()) {
                open.push(new HashSet<>());
            } else if (token.isStructEnd()) {
                open.pop();
            }
        }
        return line.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    private boolean isRepeated(String key, Set<String> keys) {
        boolean repeated = !keys.add(key);
        if (repeated) {
            problems.add(new Problem(Problem.JSON_DUPLICATE_KEY, "it names " + Printable.of(key) + " more than once"));
        }
        return repeated;
    }
}
