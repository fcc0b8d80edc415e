package almanac.lake;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.file.FoundFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Records of source files as rows: {@link #FILE}, {@link #LINE}, {@link #RAW}, {@link #PROBLEM}, and the file's columns by
 * their names. Text files give texts; Parquet and Delta give their types. A text file that cannot be read to its end gives
 * one row of line {@link #WHOLE_FILE} that says why.
 */
public final class SourceReader {

    /** The file, as a path below the lake. */
    public static final String FILE = "_file";

    /** The line of a text file from 1, or the row of a Parquet file from 0. */
    public static final String LINE = "_line";

    /** The record as delivered, cut to 1,024 characters. */
    public static final String RAW = "_raw";

    /** The rule that the record breaks as a record, with its detail; null for a sound one. */
    public static final String PROBLEM = "_problem";

    /** The line of a row that stands for a whole file. */
    public static final long WHOLE_FILE = -1;

    private static final String PATH = "_path";

    /** Leaves room behind the content of a row for a thousand million equal rows, and the sign alone. */
    private static final long CONTENT_BITS = 0x7FFF_FFFF_C000_0000L;

    private static final int RAW_CHARACTERS = 1_000;
    private static final long BYTES_PER_TASK = 64L << 20;

    private final SparkSession spark;
    private final String lake;

    /** A reader of the sources below a lake. */
    public SourceReader(SparkSession spark, String lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /**
     * Reads files of a source.
     *
     * @param source how they are written
     * @param files which
     * @param columns the columns of each file, by its relative path, as {@link SourceFiles} found them
     * @param required columns that every file must have
     */
    public Dataset<Row> read(
            Source source, List<FoundFile> files, Map<String, List<SourceColumn>> columns, Set<String> required) {
        return switch (source.format()) {
            case CSV, JSON -> text(source, files, columns, required);
            case PARQUET -> parquet(files, columns);
            case DELTA, TABLE -> table(source, files.get(0));
        };
    }

    private Dataset<Row> text(
            Source source, List<FoundFile> files, Map<String, List<SourceColumn>> columns, Set<String> required) {
        List<String> names = columns.values().stream()
                .flatMap(List::stream)
                .map(SourceColumn::name)
                .distinct()
                .toList();
        StructType schema = recordSchema();
        for (String name : names) {
            schema = schema.add(name, StringType);
        }
        List<Row> places = files.stream()
                .map(file -> RowFactory.create(file.path(), file.relativePath()))
                .toList();
        SerializableConfiguration hadoop =
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        return spark.createDataFrame(
                        places, new StructType().add("path", StringType).add("relative", StringType))
                .repartition(tasks(files))
                .flatMap(new TextRecords(source, names, required, hadoop), Encoders.row(schema));
    }

    private int tasks(List<FoundFile> files) {
        long bytes = files.stream().mapToLong(FoundFile::size).sum();
        int cores = spark.sparkContext().defaultParallelism();
        return (int) Math.max(1, Math.min(files.size(), Math.max(cores, bytes / BYTES_PER_TASK)));
    }

    /** One read per set of columns, because Spark would take the first file's for all. */
    private Dataset<Row> parquet(List<FoundFile> files, Map<String, List<SourceColumn>> columns) {
        Map<List<SourceColumn>, List<FoundFile>> bySignature = new LinkedHashMap<>();
        for (FoundFile file : files) {
            bySignature
                    .computeIfAbsent(columns.getOrDefault(file.relativePath(), List.of()), none -> new ArrayList<>())
                    .add(file);
        }
        Set<String> changing = changingTypes(bySignature.keySet());
        return bySignature.values().stream()
                .map(alike -> parquet(alike, changing))
                .reduce((one, other) -> one.unionByName(other, true))
                .orElseThrow(() -> new IllegalArgumentException("no file to read"));
    }

    /** A column that has several types over the files is read as text, which every type has. */
    private Dataset<Row> parquet(List<FoundFile> alike, Set<String> changing) {
        Dataset<Row> rows =
                spark.read().parquet(alike.stream().map(FoundFile::path).toArray(String[]::new));
        List<Column> data = new ArrayList<>();
        for (String name : rows.columns()) {
            Column column = quoted(name);
            data.add(changing.contains(name) ? column.cast(StringType).as(name) : column);
        }
        Dataset<Row> records = records(rows, data, col("_metadata.file_path"), col("_metadata.row_index"));
        List<Row> places = alike.stream()
                .map(file -> RowFactory.create(file.path(), file.relativePath()))
                .toList();
        Dataset<Row> names = spark.createDataFrame(
                places, new StructType().add(PATH, StringType).add(FILE, StringType));
        return records.join(broadcast(names), PATH).drop(PATH);
    }

    private static Set<String> changingTypes(Set<List<SourceColumn>> signatures) {
        Map<String, Set<String>> types = new HashMap<>();
        signatures.forEach(signature -> signature.forEach(column ->
                types.computeIfAbsent(column.name(), none -> new HashSet<>()).add(column.type())));
        return types.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * A row of a table has no place. Its line is made of its content instead, and of its number among the rows whose content
     * makes the same: so it is the same whenever and wherever the version is read.
     */
    private Dataset<Row> table(Source source, FoundFile version) {
        Dataset<Row> rows = SourceTable.open(spark, lake, source).rows(version);
        List<Column> data = new ArrayList<>();
        for (String name : rows.columns()) {
            data.add(quoted(name));
        }
        Column text = to_json(struct(data.toArray(Column[]::new)));
        Column content = xxhash64(text).bitwiseAND(lit(CONTENT_BITS));
        Column number = row_number().over(Window.partitionBy(LINE).orderBy(text));
        return records(rows, data, lit(version.relativePath()), content)
                .withColumnRenamed(PATH, FILE)
                .withColumn(LINE, col(LINE).plus(number));
    }

    private static Dataset<Row> records(Dataset<Row> rows, List<Column> data, Column path, Column line) {
        List<Column> columns = new ArrayList<>();
        columns.add(path.as(PATH));
        columns.add(line.as(LINE));
        columns.add(left(to_json(struct(data.toArray(Column[]::new))), lit(RAW_CHARACTERS))
                .as(RAW));
        columns.add(lit(null).cast(StringType).as(PROBLEM));
        columns.addAll(data);
        return rows.select(columns.toArray(Column[]::new));
    }

    static Column quoted(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }

    private static StructType recordSchema() {
        return new StructType()
                .add(FILE, StringType)
                .add(LINE, LongType)
                .add(RAW, StringType)
                .add(PROBLEM, StringType);
    }

    /** Refuses what a source cannot be. */
    static Failure refused(Source source, String problem, String remedy, List<String> details) {
        return Failure.source("the source `" + source.name() + "` " + problem, remedy, details);
    }
}
