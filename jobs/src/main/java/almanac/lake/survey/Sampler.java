package almanac.lake.survey;

import almanac.config.Format;
import almanac.config.Source;
import almanac.lake.file.CsvFile;
import almanac.lake.file.CsvFormat;
import almanac.lake.file.FileRecord;
import almanac.lake.file.FoundFile;
import almanac.lake.file.JsonFormat;
import almanac.lake.file.JsonLines;
import almanac.lake.file.ReadLimits;
import almanac.lake.file.RecordFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** Reads a bounded sample of a source: the first rows of files from its whole length. */
final class Sampler {

    /** At most so many rows of a source. */
    static final int ROWS = 100_000;

    /** From at most so many files of text, the first and the last among them. */
    private static final int TEXT_FILES = 48;

    /** From at most so many files of Parquet, each of which is a job of Spark. */
    private static final int PARQUET_FILES = 8;

    private static final int JSON_OBJECTS_FOR_KEYS = 1_000;

    private final SparkSession spark;
    private final Configuration hadoop;
    private final String lake;

    private final Map<String, List<@Nullable String>> values = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private int rows;
    private int unsound;
    private boolean isWhole = true;

    private Sampler(SparkSession spark, String lake) {
        this.spark = spark;
        this.hadoop = spark.sparkContext().hadoopConfiguration();
        this.lake = lake;
    }

    /** Files spread evenly over all, the first and the last among them. */
    static List<FoundFile> spread(Format format, List<FoundFile> files) {
        int most = format == Format.PARQUET ? PARQUET_FILES : TEXT_FILES;
        if (files.size() <= most) {
            return files;
        }
        List<FoundFile> chosen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            chosen.add(files.get((int) ((long) i * (files.size() - 1) / (most - 1))));
        }
        return chosen;
    }

    /** The sample of a source. */
    static Sample of(SparkSession spark, String lake, Source source, List<FoundFile> files) {
        Sampler sampler = new Sampler(spark, lake);
        List<FoundFile> chosen = spread(source.format(), files);
        sampler.isWhole = chosen.size() == files.size();
        int rowsPerFile = ROWS / Math.max(1, chosen.size());
        switch (source.format()) {
            case CSV, JSON -> chosen.forEach(file -> sampler.text(source, file, rowsPerFile));
            case PARQUET ->
                chosen.forEach(file -> sampler.typed(sampler.spark.read(), "parquet", file.path(), rowsPerFile));
            case DELTA, TABLE ->
                sampler.typed(sampler.spark.read(), "delta", new Path(sampler.lake, source.path()).toString(), ROWS);
        }
        List<Sample.Column> columns = new ArrayList<>();
        sampler.values.forEach((name, found) -> {
            sampler.pad(found);
            columns.add(new Sample.Column(name, sampler.types.getOrDefault(name, "text"), found));
        });
        return new Sample(columns, sampler.rows, sampler.unsound, sampler.isWhole);
    }

    private void text(Source source, FoundFile file, int limit) {
        try (RecordFile records = open(source, file)) {
            List<String> names = records.columns();
            int read = 0;
            for (; read < limit && records.hasNext(); read++) {
                FileRecord row = records.next();
                if (row.isSound()) {
                    add(names, row.fields());
                } else {
                    unsound++;
                }
            }
            isWhole &= read < limit || !records.hasNext();
        }
    }

    private RecordFile open(Source source, FoundFile file) {
        if (source.format() == Format.JSON) {
            JsonFormat all = new JsonFormat(source.encoding(), List.of(), ReadLimits.DEFAULT);
            List<String> keys = JsonLines.keys(hadoop, file.path(), all, JSON_OBJECTS_FOR_KEYS);
            return JsonLines.open(hadoop, file.path(), new JsonFormat(source.encoding(), keys, ReadLimits.DEFAULT));
        }
        return CsvFile.open(
                hadoop,
                file.path(),
                new CsvFormat(
                        source.encoding(),
                        source.delimiter(),
                        source.header(),
                        source.columns(),
                        Set.of(),
                        Set.copyOf(source.nullValues()),
                        ReadLimits.DEFAULT));
    }

    private void typed(DataFrameReader reader, String format, String path, int limit) {
        Dataset<Row> table = reader.format(format).load(path);
        List<String> names = new ArrayList<>();
        List<Column> texts = new ArrayList<>();
        for (StructField field : table.schema().fields()) {
            names.add(field.name());
            types.putIfAbsent(field.name(), field.dataType().simpleString());
            texts.add(functions.col("`" + field.name().replace("`", "``") + "`").cast("string"));
        }
        List<Row> found =
                table.select(texts.toArray(Column[]::new)).limit(limit).collectAsList();
        isWhole &= found.size() < limit;
        for (Row row : found) {
            List<@Nullable String> fields = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                fields.add(row.isNullAt(i) ? null : row.getString(i));
            }
            add(names, fields);
        }
        names.forEach(name -> values.computeIfAbsent(name, none -> new ArrayList<>()));
    }

    private void add(List<String> names, List<@Nullable String> fields) {
        for (int i = 0; i < names.size(); i++) {
            List<@Nullable String> column = values.computeIfAbsent(names.get(i), none -> new ArrayList<>());
            pad(column);
            String value = i < fields.size() ? fields.get(i) : null;
            column.add(value == null || value.isBlank() ? null : value.trim());
        }
        rows++;
    }

    /** Earlier files may lack a column. */
    private void pad(List<@Nullable String> column) {
        while (column.size() < rows) {
            column.add(null);
        }
    }
}
