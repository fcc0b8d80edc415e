package almanac.report;

import static org.apache.spark.sql.functions.col;

import almanac.market.Opportunities;
import almanac.segment.Segments;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where share is within reach: the {@value #BEST} best ranked of each level. A segment to grow in may sell too little to be among
 * those that are shown; it stands here with its name alone.
 */
final class OpportunitiesSection implements Section {

    private static final int BEST = 15;
    private static final List<String> COLUMNS = List.of(
            SegmentList.INDEX,
            "segmentation",
            "segment_level",
            "opportunity_rank",
            "market_amount",
            "share_rate",
            "target_share_rate",
            "opportunity_amount",
            "confidence_rate",
            "expected_opportunity_amount");

    @Override
    public String id() {
        return "opportunities";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(Opportunities.SPEC, Segments.SPEC);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        Dataset<Row> best = scope.night()
                .rows(Opportunities.SPEC)
                .filter(col("opportunity_rank").leq(BEST));
        Dataset<Row> members = scope.night().rows(Segments.SPEC).select("segmentation", "segment", "attributes");
        List<Row> rows = scope.segments()
                .placed(best.join(members, SegmentList.key(), "left"))
                .orderBy("segmentation", "segment_level", "opportunity_rank", "segment")
                .collectAsList();
        Map<String, Object> data = Grid.table(rows, scope.rounding(), COLUMNS);
        data.put("name", rows.stream().map(SegmentList::label).toArray());
        if (!rows.isEmpty()) {
            data.put("from", rows.get(0).getAs("period_start").toString());
            data.put("to", rows.get(0).getAs("period_end").toString());
        }
        return data;
    }
}
