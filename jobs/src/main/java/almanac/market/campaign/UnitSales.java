package almanac.market.campaign;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The sales of one unit around a campaign: of a place, or of a group of customers. */
final class UnitSales {

    /** What is compared. */
    enum Measure {
        NET("net_amount"),
        UNITS("sales_units"),
        MARGIN("margin_amount");

        private final String column;

        Measure(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    private record Cell(
            boolean isOwn,
            String part,
            int week,
            BigDecimal net,
            @Nullable BigDecimal units,
            long members,
            @Nullable BigDecimal margin) {
        private @Nullable BigDecimal of(Measure measure) {
            return switch (measure) {
                case NET -> net;
                case UNITS -> units;
                case MARGIN -> margin;
            };
        }
    }

    private final String name;
    private final boolean isTreated;
    private boolean isDisturbed;
    private final List<Cell> cells = new ArrayList<>();

    private UnitSales(String name, boolean isTreated) {
        this.name = name;
        this.isTreated = isTreated;
    }

    /** The units of a panel by name; none where there are no cells. */
    static List<UnitSales> of(@Nullable List<Row> cells) {
        Map<String, UnitSales> units = new TreeMap<>();
        for (Row cell : cells == null ? List.<Row>of() : cells) {
            UnitSales unit = units.computeIfAbsent(
                    cell.getAs("unit"), name -> new UnitSales(name, cell.<Boolean>getAs("is_treated")));
            unit.isDisturbed |= cell.<Boolean>getAs("is_disturbed");
            BigDecimal costed = cell.getAs("costed_net_amount");
            BigDecimal cost = cell.getAs("cost_amount");
            unit.cells.add(new Cell(
                    cell.getAs("is_own"),
                    cell.getAs("part"),
                    cell.getAs("week"),
                    cell.getAs("net_amount"),
                    cell.getAs("sales_units"),
                    cell.<Long>getAs("member_count"),
                    costed == null || cost == null ? null : costed.subtract(cost)));
        }
        return List.copyOf(units.values());
    }

    String name() {
        return name;
    }

    boolean isTreated() {
        return isTreated;
    }

    boolean isDisturbed() {
        return isDisturbed;
    }

    /** How many it stands for: a place for itself, a group for its customers. */
    int members() {
        return Math.max(
                1, Math.toIntExact(cells.stream().mapToLong(Cell::members).sum()));
    }

    /** The sum of a measure in a part of time; empty where no cell knows it. */
    Optional<BigDecimal> exact(Measure measure, String part, boolean isOwn) {
        BigDecimal sum = null;
        for (Cell cell : cells) {
            BigDecimal value = cell.of(measure);
            if (cell.isOwn() == isOwn && cell.part().equals(part) && value != null) {
                sum = sum == null ? value : sum.add(value);
            }
        }
        return Optional.ofNullable(sum);
    }

    /** The same as a number, 0 where no cell knows it. */
    double sum(Measure measure, String part, boolean isOwn) {
        return exact(measure, part, isOwn).map(BigDecimal::doubleValue).orElse(0.0);
    }

    /** Net amounts of own products by week, those before first. */
    double[] weeks(int baseWeeks, int campaignWeeks) {
        double[] weeks = new double[baseWeeks + campaignWeeks];
        for (Cell cell : cells) {
            if (cell.isOwn() && !cell.part().equals(EffectModel.AFTER)) {
                weeks[baseWeeks + cell.week()] += cell.net().doubleValue();
            }
        }
        return weeks;
    }

    /** The weeks before, without the first and last ones of them. */
    double[] before(int baseWeeks, int without, int withoutLast) {
        double[] before = new double[baseWeeks - without - withoutLast];
        for (Cell cell : cells) {
            int place = baseWeeks + cell.week() - without;
            if (cell.isOwn() && cell.part().equals(EffectModel.BEFORE) && place >= 0 && place < before.length) {
                before[place] += cell.net().doubleValue();
            }
        }
        return before;
    }
}
