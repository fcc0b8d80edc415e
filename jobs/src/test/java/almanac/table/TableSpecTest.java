package almanac.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableSpecTest {

    private static final TableSpec SALES = TableSpec.named("market", "sales")
            .oneRowPer("segment")
            .column("segment", StringType, "readable path")
            .column("net_amount", DoubleType, "after discounts")
            .column("units", DoubleType, "sold")
            .build();

    @Test
    void columnsOfAnotherTableKeepTheirTypesAndDocsInTheOrderOfTheirNames() {
        TableSpec shares = TableSpec.named("market", "shares")
                .oneRowPer("segment")
                .columnsOf(SALES, "segment", "units", "net_amount")
                .build();

        assertThat(shares.columns())
                .startsWith(
                        new ColumnDoc("segment", StringType, "readable path"),
                        new ColumnDoc("units", DoubleType, "sold"),
                        new ColumnDoc("net_amount", DoubleType, "after discounts"))
                .hasSize(4);
    }

    @Test
    void columnThatTheOtherTableDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> TableSpec.named("market", "shares").columnsOf(SALES, "unit"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("market.sales has no column named unit");
    }
}
