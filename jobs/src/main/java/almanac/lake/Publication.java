package almanac.lake;

import almanac.error.Failure;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is about to publish, written down before the first commit, so that the next start can complete it where the
 * run was killed in between.
 *
 * @param runNumber number of the run
 * @param runId id of the run
 * @param asOf ISO date of the night
 * @param configurationDigest see {@link Ops#PUBLICATIONS}
 * @param codeVersion see {@link Ops#PUBLICATIONS}
 * @param startedAt ISO instant
 * @param tables the staged tables
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Publication(
        long runNumber,
        String runId,
        String asOf,
        String configurationDigest,
        String codeVersion,
        String startedAt,
        List<Entry> tables) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One staged table.
     *
     * @param area its area
     * @param name its name
     * @param key its key
     * @param columns its columns with their types and comments, as in a CREATE TABLE
     * @param dateColumn see {@link Replace}
     * @param dates see {@link Replace}
     * @param rows rows staged
     * @param seconds wall seconds to compute, stage and check them
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Entry(
            String area,
            String name,
            List<String> key,
            String columns,
            @Nullable String dateColumn,
            List<String> dates,
            long rows,
            double seconds) {

        String qualifiedName() {
            return area + "." + name;
        }

        Replace replace() {
            return new Replace(dateColumn, dates);
        }
    }

    Night.Identity identity() {
        return new Night.Identity(configurationDigest, codeVersion);
    }

    String toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a publication of plain values did not become JSON", e);
        }
    }

    static Publication parse(String json, String where) {
        try {
            return JSON.readValue(json, Publication.class);
        } catch (JsonProcessingException e) {
            throw Failure.storage(
                    "the record of an unfinished publication is damaged: " + where + ": " + e.getOriginalMessage(),
                    "restore the file, or delete its folder and run the night with --full",
                    e);
        }
    }
}
