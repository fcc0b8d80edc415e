package almanac.lake.file;

import java.io.Serializable;
import java.util.List;

/**
 * The files of a source.
 *
 * @param files those that the path of the source means, by {@linkplain NaturalOrder natural order} of their relative
 *     paths
 * @param notTaken names, below the root, of what lies beside them in the same folders and was left out; a folder's ends
 *     with {@code /}
 */
public record Listing(List<FoundFile> files, List<String> notTaken) implements Serializable {

    /** Copies both lists. */
    public Listing {
        files = List.copyOf(files);
        notTaken = List.copyOf(notTaken);
    }
}
