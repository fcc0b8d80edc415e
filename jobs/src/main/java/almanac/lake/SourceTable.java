package almanac.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import almanac.config.Format;
import almanac.config.Source;
import almanac.lake.file.FoundFile;
import io.delta.tables.DeltaTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A source that is a table: Delta files below the lake, or a table of the catalogue. It is one delivery, a new one with
 * each version; a table that keeps no versions has the digest of its rows for one.
 */
final class SourceTable {

    private final SparkSession spark;
    private final Source source;
    private final String place;
    private final Optional<DeltaTable> delta;

    private SourceTable(SparkSession spark, Source source, String place, Optional<DeltaTable> delta) {
        this.spark = spark;
        this.source = source;
        this.place = place;
        this.delta = delta;
    }

    /**
     * Finds the table of a source.
     *
     * @throws almanac.error.Failure of kind SOURCE if there is none
     */
    static SourceTable open(SparkSession spark, String lake, Source source) {
        if (source.format() == Format.DELTA) {
            String path = new Path(lake, source.path()).toString();
            if (!DeltaTable.isDeltaTable(spark, path)) {
                throw SourceReader.refused(
                        source, "is no Delta table: " + path, "check `lake` and the source's path", List.of());
            }
            return new SourceTable(spark, source, path, Optional.of(DeltaTable.forPath(spark, path)));
        }
        if (!spark.catalog().tableExists(source.path())) {
            throw SourceReader.refused(
                    source,
                    "is no table of the catalogue: " + source.path(),
                    "check the source's path, and the catalogues of Spark's configuration",
                    List.of());
        }
        return new SourceTable(spark, source, source.path(), deltaOfCatalogue(spark, source.path()));
    }

    /** The version that it has now. */
    FoundFile version() {
        String version = "#" + delta.map(SourceTable::newest).orElseGet(this::digest);
        return new FoundFile(place + version, source.path() + version, 0, 0);
    }

    /** Its columns as they are now. */
    List<SourceColumn> columns() {
        return Arrays.stream(now().schema().fields())
                .map(field -> new SourceColumn(field.name(), field.dataType().simpleString()))
                .toList();
    }

    /** The rows of a version; of a table that keeps none the rows of now. */
    Dataset<Row> rows(FoundFile version) {
        if (delta.isEmpty()) {
            return now();
        }
        String number = version.path().substring(version.path().lastIndexOf('#') + 1);
        return source.format() == Format.DELTA
                ? spark.read().format("delta").option("versionAsOf", number).load(place)
                : spark.read().option("versionAsOf", number).table(place);
    }

    private Dataset<Row> now() {
        return source.format() == Format.DELTA
                ? spark.read().format("delta").load(place)
                : spark.read().table(place);
    }

    private static String newest(DeltaTable table) {
        return String.valueOf(table.history(1).select("version").first().getLong(0));
    }

    private String digest() {
        Dataset<Row> rows = now();
        Column text = to_json(
                struct(Arrays.stream(rows.columns()).map(SourceReader::quoted).toArray(Column[]::new)));
        Row digest = rows.select(xxhash64(text).cast("decimal(20,0)").as("_hash"))
                .agg(count(lit(1)), sum(col("_hash")))
                .first();
        return digest.get(0) + "x" + digest.get(1);
    }

    private static Optional<DeltaTable> deltaOfCatalogue(SparkSession spark, String name) {
        try {
            return Optional.of(DeltaTable.forName(spark, name));
        } catch (Exception e) {
            // Scala declares no exceptions, so the compiler cannot know that this one is thrown for other formats.
            if (e instanceof AnalysisException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
