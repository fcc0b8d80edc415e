package almanac.job;

import almanac.lake.Night;
import almanac.table.Inputs;
import almanac.table.Models;
import almanac.table.Table;
import almanac.table.TableSpec;
import almanac.table.TouchedDates;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What one table of a night may read: what it declared, as tonight will publish it. */
final class NightInputs implements Inputs {

    private final Night night;
    private final SparkSession spark;
    private final LocalDate asOf;
    private final TouchedDates touched;
    private final Set<String> available;
    private final Set<String> declared = new HashSet<>();

    /**
     * What a table may read tonight.
     *
     * @param available the names of the tables that exist tonight
     */
    NightInputs(
            Night night, SparkSession spark, LocalDate asOf, Table table, TouchedDates touched, Set<String> available) {
        this.night = night;
        this.spark = spark;
        this.asOf = asOf;
        this.touched = touched;
        this.available = available;
        table.inputs().forEach(input -> declared.add(input.qualifiedName()));
        table.optionalInputs().forEach(input -> declared.add(input.qualifiedName()));
    }

    @Override
    public Dataset<Row> get(TableSpec spec) {
        requireDeclared(spec);
        return night.view(spec);
    }

    @Override
    public boolean has(TableSpec spec) {
        requireDeclared(spec);
        return available.contains(spec.qualifiedName());
    }

    @Override
    public LocalDate asOf() {
        return asOf;
    }

    @Override
    public TouchedDates touched() {
        return touched;
    }

    @Override
    public Models models() {
        return night.models();
    }

    @Override
    public SparkSession spark() {
        return spark;
    }

    private void requireDeclared(TableSpec spec) {
        if (!declared.contains(spec.qualifiedName())) {
            throw new IllegalArgumentException("the table did not declare its input " + spec.qualifiedName());
        }
    }
}
