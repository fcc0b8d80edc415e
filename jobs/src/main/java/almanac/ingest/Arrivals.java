package almanac.ingest;

import almanac.config.Source;
import almanac.lake.SourceFiles;
import almanac.lake.file.FoundFile;
import almanac.staging.InputTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What there is to read for an input tonight.
 *
 * @param mapped the input
 * @param listed the files that lie in the lake
 * @param known the files that earlier nights read, by relative path
 * @param changed those of the listed that are to be read
 * @param gone relative paths of earlier deliveries whose rows are to go: the older version of a table
 * @param checksums of the listed files, by relative path
 * @param digest of the mapping and what it looks up
 * @param everything whether all is read anew
 */
record Arrivals(
        MappedInput mapped,
        List<FoundFile> listed,
        Map<String, Delivery> known,
        List<FoundFile> changed,
        Set<String> gone,
        Map<String, String> checksums,
        String digest,
        boolean everything) {

    InputTable input() {
        return mapped.input();
    }

    Source source() {
        return mapped.primary();
    }

    boolean nothingNew() {
        return changed.isEmpty() && gone.isEmpty() && !everything;
    }

    /** Relative paths of the files that are to be read. */
    Set<String> changedPaths() {
        return changed.stream().map(FoundFile::relativePath).collect(Collectors.toSet());
    }

    /** Relative paths of the deliveries whose earlier rows are replaced. */
    List<String> replacedPaths() {
        List<String> paths = new ArrayList<>(gone);
        changed.forEach(file -> paths.add(file.relativePath()));
        return paths;
    }

    /** All files ever read, archived ones too, with their place in the order of deliveries, from 1. */
    Map<String, Long> deliveryOrder() {
        Map<String, FoundFile> all = new TreeMap<>();
        known.values().forEach(delivery -> all.put(delivery.file().relativePath(), delivery.file()));
        gone.forEach(all::remove);
        listed.forEach(file -> all.put(file.relativePath(), file));
        List<FoundFile> sorted = new ArrayList<>(all.values());
        sorted.sort(SourceFiles.order(source()));
        Map<String, Long> places = new LinkedHashMap<>();
        sorted.forEach(file -> places.put(file.relativePath(), places.size() + 1L));
        return places;
    }
}
