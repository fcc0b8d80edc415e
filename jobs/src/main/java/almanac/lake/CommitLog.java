package almanac.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What the files of a Delta log say of its commits, without Spark and wherever they lie. */
public final class CommitLog {

    private static final Pattern COMMIT = Pattern.compile("[0-9]{20}\\.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Collection<String> names;
    private final UnaryOperator<String> text;

    /**
     * A log.
     *
     * @param names the names of its files
     * @param text the content of a file by its name
     */
    public CommitLog(Collection<String> names, UnaryOperator<String> text) {
        this.names = names;
        this.text = text;
    }

    /** The version of the newest commit; -1 where there is none. */
    public long newest() {
        return names.stream()
                .filter(name -> COMMIT.matcher(name).matches())
                .mapToLong(CommitLog::version)
                .max()
                .orElse(-1);
    }

    /** The run that made a commit, its user metadata; empty where it names none. */
    public String runId(long version) {
        try (MappingIterator<JsonNode> actions = JSON.readerFor(JsonNode.class).readValues(text.apply(name(version)))) {
            while (actions.hasNextValue()) {
                JsonNode info = actions.nextValue().get("commitInfo");
                if (info != null) {
                    return info.path("userMetadata").asText("");
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("a commit of a Delta log is not JSON", e);
        }
    }

    /**
     * The newest version with the rows of a version that a run committed: maintenance after it puts the same rows into other
     * files, and in time deletes the old ones. Only commits of runs change rows.
     */
    public long newestWithRowsOf(long version) {
        long same = version;
        while (names.contains(name(same + 1)) && runId(same + 1).isEmpty()) {
            same++;
        }
        return same;
    }

    private static long version(String name) {
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private static String name(long version) {
        return String.format("%020d.json", version);
    }
}
