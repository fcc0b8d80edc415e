package almanac.lake.survey;

import almanac.config.Format;
import almanac.lake.file.FoundFile;
import java.util.List;

/**
 * Files that seem to be deliveries of one source.
 *
 * @param name what the source may be called
 * @param path a glob below the lake that means these files
 * @param format how they are written, by their names
 * @param isPartOfFolder whether the glob leaves out other files of the folder
 * @param files by name, at least one
 */
record FileGroup(String name, String path, Format format, boolean isPartOfFolder, List<FoundFile> files) {}
