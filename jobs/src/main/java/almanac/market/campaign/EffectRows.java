package almanac.market.campaign;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The verdicts on a campaign: a row per start, and where at least two starts are judged a row for those together, which
 * {@code is_pooled}.
 */
final class EffectRows {

    private static final String CELLS = "cells";
    private static final String IS_POOLED = "is_pooled";

    private EffectRows() {}

    /** Rows of {@link EffectPanels#panels} with {@code is_pooled} and {@link EffectColumns} in place of their cells. */
    static Dataset<Row> judged(Dataset<Row> panels) {
        List<StructField> given = Arrays.stream(panels.schema().fields())
                .filter(field -> !field.name().equals(CELLS))
                .toList();
        StructType schema = new StructType(Stream.of(
                        given.stream(),
                        Stream.of(new StructField(IS_POOLED, DataTypes.BooleanType, true, Metadata.empty())),
                        EffectColumns.ALL.stream()
                                .map(doc -> new StructField(doc.name(), doc.type(), true, Metadata.empty())))
                .flatMap(fields -> fields)
                .toArray(StructField[]::new));
        Column panel =
                struct(Arrays.stream(panels.columns()).map(name -> col(name)).toArray(Column[]::new));
        return panels.groupBy("calendar", "campaign_id")
                .agg(collect_list(panel).as("panels"))
                .flatMap(
                        (FlatMapFunction<Row, Row>) campaign -> rows(campaign.getList(2), schema.fieldNames()),
                        Encoders.row(schema));
    }

    private static Iterator<Row> rows(List<Row> panels, String[] columns) {
        List<EffectStart> starts = panels.stream()
                .sorted(Comparator.comparing(panel -> panel.<LocalDate>getAs("start_date")))
                .map(EffectStart::of)
                .toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        List<EffectStart> judged = new ArrayList<>();
        for (EffectStart start : starts) {
            Map<String, Object> found = EffectModel.found(List.of(start));
            if (EffectModel.JUDGED.equals(found.get("effect_status"))) {
                judged.add(start);
            }
            rows.add(row(given(start.panel()), false, found));
        }
        if (judged.size() > 1) {
            rows.add(row(together(judged), true, EffectModel.found(judged)));
        }
        rows.forEach(row -> row.put("start_count", starts.size()));
        return rows.stream()
                .map(row ->
                        RowFactory.create(Arrays.stream(columns).map(row::get).toArray()))
                .iterator();
    }

    private static Map<String, Object> row(Map<String, Object> given, boolean isPooled, Map<String, Object> found) {
        Map<String, Object> row = new HashMap<>(given);
        row.put(IS_POOLED, isPooled);
        row.putAll(found);
        return row;
    }

    private static Map<String, Object> given(Row panel) {
        Map<String, Object> given = new HashMap<>();
        for (String column : panel.schema().fieldNames()) {
            given.put(column, panel.getAs(column));
        }
        return given;
    }

    /** The days of several starts: from the first to the last, and of the weeks before the fewest. */
    private static Map<String, Object> together(List<EffectStart> starts) {
        Map<String, Object> together = given(starts.get(0).panel());
        for (String first : List.of("start_date", "base_start", "base_week_count")) {
            together.put(first, values(starts, first).min(EffectRows::compare).orElse(null));
        }
        for (String last : List.of("end_date", "through_date", "after_through")) {
            together.put(last, values(starts, last).max(EffectRows::compare).orElse(null));
        }
        if (values(starts, "after_through").count() < starts.size()) {
            // One that runs has no time after it, and all of them together have none.
            together.put("after_through", null);
        }
        for (String flag : List.of("is_complete", "is_after_complete")) {
            together.put(flag, values(starts, flag).allMatch(Boolean.TRUE::equals));
        }
        return together;
    }

    private static Stream<Object> values(List<EffectStart> starts, String column) {
        return starts.stream().map(start -> start.panel().<Object>getAs(column)).filter(Objects::nonNull);
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }
}
