package almanac.customer;

import almanac.segment.DailySales;
import almanac.stats.ProportionalFlows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What one customer moved between the brands of one category, from the base to the period; see {@link BrandSwitching}. */
final class BrandFlows {

    /** A flow of a customer. */
    static final StructType SCHEMA = new StructType()
            .add("period_id", DataTypes.LongType)
            .add("category", DataTypes.StringType)
            .add("from_brand", DataTypes.StringType)
            .add("to_brand", DataTypes.StringType)
            .add("flow", DataTypes.StringType)
            .add("amount", DailySales.SUM);

    private record Side(String brand, BigInteger amount) {}

    private final Row customer;
    private final List<Row> flows = new ArrayList<>();
    private final List<Side> losses = new ArrayList<>();
    private final List<Side> gains = new ArrayList<>();
    private boolean wasThere;
    private boolean isThere;

    private BrandFlows(Row customer) {
        this.customer = customer;
    }

    /** @param customer {@code period_id}, {@code category} and {@code _brands}: brand, amount of the base, amount */
    static Iterator<Row> of(Row customer) {
        BrandFlows flows = new BrandFlows(customer);
        List<Row> brands = customer.getList(customer.fieldIndex("_brands"));
        brands.forEach(flows::add);
        flows.move();
        return flows.flows.iterator();
    }

    private void add(Row brand) {
        String name = brand.getString(0);
        BigInteger base = units(brand.getDecimal(1));
        BigInteger now = units(brand.getDecimal(2));
        wasThere |= base.signum() > 0;
        isThere |= now.signum() > 0;
        flow(name, name, "KEPT", base.min(now));
        if (base.compareTo(now) > 0) {
            losses.add(new Side(name, base.subtract(now)));
        } else if (base.compareTo(now) < 0) {
            gains.add(new Side(name, now.subtract(base)));
        }
    }

    private void move() {
        boolean canMove = wasThere && isThere;
        List<Side> from = canMove ? losses : List.of();
        List<Side> to = canMove ? gains : List.of();
        ProportionalFlows moved = ProportionalFlows.of(
                from.stream().map(Side::amount).toList(),
                to.stream().map(Side::amount).toList());
        for (int i = 0; i < from.size(); i++) {
            for (int j = 0; j < to.size(); j++) {
                BigInteger amount = moved.moved().get(i).get(j);
                flow(from.get(i).brand(), to.get(j).brand(), "SWITCHED", amount);
            }
        }
        for (int i = 0; i < losses.size(); i++) {
            BigInteger amount =
                    canMove ? moved.unmovedLosses().get(i) : losses.get(i).amount();
            flow(losses.get(i).brand(), BrandSwitching.OUTSIDE, isThere ? "DECLINED" : "LOST", amount);
        }
        for (int i = 0; i < gains.size(); i++) {
            BigInteger amount =
                    canMove ? moved.unmovedGains().get(i) : gains.get(i).amount();
            flow(BrandSwitching.OUTSIDE, gains.get(i).brand(), wasThere ? "GREW" : "NEW", amount);
        }
    }

    private void flow(String from, String to, String kind, BigInteger amount) {
        if (amount.signum() != 0) {
            flows.add(RowFactory.create(
                    customer.getAs("period_id"),
                    customer.getAs("category"),
                    from,
                    to,
                    kind,
                    new BigDecimal(amount, DailySales.SUM.scale())));
        }
    }

    private static BigInteger units(BigDecimal amount) {
        return amount.setScale(DailySales.SUM.scale()).unscaledValue();
    }
}
