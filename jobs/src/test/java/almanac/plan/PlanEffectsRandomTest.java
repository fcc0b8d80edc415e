package almanac.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.segment.DailySales;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Plans of 5,000 random periods: four targets in two segments and the total, with nothing planned, nothing sold, returns, and
 * sales that nobody planned. Against the formulas of single targets, in plain Java.
 */
class PlanEffectsRandomTest {

    private static final int PERIODS = 5_000;
    private static final List<String> SCOPES = List.of("c=1", "c=2", "c=3", "c=4");
    private static final long ALL = 0;

    private static final StructType PLANS = new StructType()
            .add("version", DataTypes.StringType)
            .add("scope_level", DataTypes.StringType)
            .add("scope", DataTypes.StringType)
            .add("period_type", DataTypes.StringType)
            .add("period_start", DataTypes.DateType)
            .add("plan_amount", DailySales.SUM)
            .add("due_amount", DailySales.SUM)
            .add("actual_amount", DailySales.SUM)
            .add("due_units", DailySales.SUM)
            .add("actual_units", DailySales.SUM)
            .add("phasing_rank", DataTypes.IntegerType);

    private static final StructType NODES = new StructType()
            .add("segment_id", DataTypes.LongType)
            .add("scope", DataTypes.StringType)
            .add("is_own", DataTypes.BooleanType);

    private record Target(double due, double dueUnits, double actual, double units) {
        boolean isPlanned() {
            return due > 0 && dueUnits > 0;
        }

        boolean isPriced() {
            return actual > 0 && units > 0;
        }

        boolean isComparable() {
            boolean isZero = actual == 0 && units == 0;
            boolean wasZero = due == 0 && dueUnits == 0;
            return (isPlanned() || wasZero) && (isPriced() || isZero);
        }
    }

    @Test
    void everyBridgeClosesAndItsEffectsAreTheSumsOfThoseOfTheTargets() {
        Random random = new Random(7);
        List<Row> plans = new ArrayList<>();
        Map<LocalDate, List<Target>> expected = new HashMap<>();
        Map<LocalDate, Double> unplanned = new HashMap<>();
        for (int period = 0; period < PERIODS; period++) {
            LocalDate start = LocalDate.of(1950, 1, 1).plusDays(period);
            List<Target> targets = new ArrayList<>();
            for (String scope : SCOPES) {
                BigDecimal due = value(random, false);
                BigDecimal dueUnits = value(random, false);
                BigDecimal actual = value(random, true);
                BigDecimal units = value(random, true);
                targets.add(new Target(
                        due.doubleValue(), dueUnits.doubleValue(), actual.doubleValue(), units.doubleValue()));
                plans.add(RowFactory.create("PLAN", "c", scope, "month", start, due, due, actual, dueUnits, units, 0));
            }
            expected.put(start, targets);
            unplanned.put(start, random.nextInt(5) == 0 ? random.nextInt(100_000) / 100.0 : 0);
        }
        List<Row> nodes = new ArrayList<>();
        for (int i = 0; i < SCOPES.size(); i++) {
            nodes.add(RowFactory.create(ALL, SCOPES.get(i), false));
            nodes.add(RowFactory.create(1L + i / 2, SCOPES.get(i), false));
        }
        Dataset<Row> segments = PlanEffects.ofSegments(
                TestSession.get().createDataFrame(plans, PLANS),
                TestSession.get().createDataFrame(nodes, NODES));

        List<Row> rows = PlanVariance.closed(withNetAmount(segments, unplanned)).collectAsList();

        assertThat(rows).hasSize(3 * PERIODS);
        for (Row row : rows) {
            long segment = row.getAs("segment_id");
            LocalDate start = row.getAs("period_start");
            List<Target> all = expected.get(start);
            List<Target> own = segment == ALL ? all : all.subList((int) segment * 2 - 2, (int) segment * 2);
            assertRow(row, own, growth(all), unplanned.get(start));
        }
    }

    private static void assertRow(Row row, List<Target> own, double growth, double unplanned) {
        double price = 0;
        double volume = 0;
        double mix = 0;
        double other = 0;
        for (Target target : own) {
            if (!target.isComparable()) {
                other += target.actual() - target.due();
                continue;
            }
            double ofPrice = target.isPlanned() && target.isPriced()
                    ? (target.actual() / target.units() - target.due() / target.dueUnits()) * target.units()
                    : 0;
            double ofVolume = Double.isNaN(growth) ? 0 : target.due() * (growth - 1);
            price += ofPrice;
            volume += ofVolume;
            mix += target.actual() - target.due() - ofPrice - ofVolume;
        }
        String place = row.toString();
        assertThat(amount(row, "price_effect_amount")).as(place).isCloseTo(price, within(0.005));
        assertThat(amount(row, "volume_effect_amount")).as(place).isCloseTo(volume, within(0.005));
        assertThat(amount(row, "mix_effect_amount")).as(place).isCloseTo(mix, within(0.005));
        assertThat(amount(row, "other_amount")).as(place).isCloseTo(other, within(0.005));
        assertThat(amount(row, "unplanned_amount")).as(place).isCloseTo(unplanned, within(1e-9));
        BigDecimal bridge = row.<BigDecimal>getAs("due_amount");
        for (String part : List.of("plan_gap", "price_effect", "volume_effect", "mix_effect", "unplanned", "other")) {
            bridge = bridge.add(row.<BigDecimal>getAs(part + "_amount"));
        }
        assertThat(bridge).as(place).isEqualByComparingTo(row.<BigDecimal>getAs("net_amount"));
    }

    private static double growth(List<Target> all) {
        double units = 0;
        double dueUnits = 0;
        for (Target target : all) {
            units += target.isComparable() ? target.units() : 0;
            dueUnits += target.isComparable() ? target.dueUnits() : 0;
        }
        return dueUnits == 0 ? Double.NaN : units / dueUnits;
    }

    /** What was sold in all: of the targets, and of what nobody planned. */
    private static Dataset<Row> withNetAmount(Dataset<Row> segments, Map<LocalDate, Double> unplanned) {
        List<Row> rows = new ArrayList<>();
        unplanned.forEach((start, amount) -> rows.add(RowFactory.create(start, BigDecimal.valueOf(amount))));
        StructType schema =
                new StructType().add("period_start", DataTypes.DateType).add("_unplanned", DailySales.SUM);
        return segments.join(TestSession.get().createDataFrame(rows, schema), "period_start")
                .selectExpr("*", "cast(actual_amount + _unplanned AS decimal(28,4)) AS net_amount");
    }

    /** Mostly above 0, often 0, and of sales at times below. */
    private static BigDecimal value(Random random, boolean maybeNegative) {
        int kind = random.nextInt(10);
        if (kind < 2) {
            return BigDecimal.ZERO.setScale(4);
        }
        BigDecimal value = BigDecimal.valueOf(1 + random.nextInt(10_000_000), 4);
        return kind == 2 && maybeNegative ? value.negate() : value;
    }

    private static double amount(Row row, String column) {
        return row.<BigDecimal>getAs(column).doubleValue();
    }
}
