package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import almanac.TestSession;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.customer.ActiveCustomers;
import almanac.customer.CohortRetention;
import almanac.customer.CustomerDays;
import almanac.customer.CustomerValue;
import almanac.customer.RevenueRetention;
import almanac.lake.Warehouse;
import almanac.table.TableSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The customers of a real shop, 4,372 over a year, against plain SQL in DuckDB over the same files, which DuckDB reads by
 * itself. The last day of the files is 2011-12-09.
 */
class OnlineRetailCustomersTest {

    @TempDir
    static Path folder;

    private static Connection duckdb;
    private static Warehouse warehouse;

    @BeforeAll
    static void night() throws SQLException {
        Path lake = SharedData.require("online_retail/by-day").getParent();
        Settings settings = SettingsReader.read(
                Nights.conf("examples/online-retail.conf"),
                ConfigurationOptions.shapes(),
                Map.of(
                        "lake",
                        lake.toString(),
                        "warehouse",
                        folder.resolve("warehouse").toString(),
                        "periods",
                        "[month, quarter]"));
        Nights.runCompiled(
                settings,
                Set.of(
                        "customer.customer_value",
                        "customer.cohort_retention",
                        "customer.revenue_retention",
                        "customer.active_customers"));
        warehouse = Warehouse.open(TestSession.get(), settings.warehouse());
        open(lake);
    }

    @AfterAll
    static void close() throws SQLException {
        if (duckdb != null) {
            duckdb.close();
        }
    }

    @Test
    void daysOfCustomersAreThoseOfTheFiles() throws SQLException {
        List<String> days = texts(read(CustomerDays.SPEC), "customer_id", "order_date", "order_count", "net_amount");

        assertThat(days).isEqualTo(bySql("SELECT customer, day, orders, net FROM days"));
    }

    @Test
    void retentionOfEveryCohortAndMonthIsThatOfTheFiles() throws SQLException {
        List<String> expected = bySql("""
            WITH firsts AS (SELECT customer, min(day) FILTER (orders > 0) AS first FROM days GROUP BY 1),
            followed AS (
                SELECT customer, date_trunc('month', first)::DATE AS cohort,
                       date_diff('month', first, day) AS age, sum(orders) AS orders, sum(net) AS net
                FROM days JOIN firsts USING (customer) WHERE day >= first GROUP BY ALL),
            members AS (SELECT customer, cohort, net AS base FROM followed WHERE age = 0),
            every AS (
                SELECT *, unnest(range(0, date_diff('month', cohort, DATE '2011-12-01') + 1)) AS age FROM members)
            SELECT e.cohort, e.age, count(*), count(*) FILTER (f.orders > 0), coalesce(sum(f.orders), 0)::BIGINT,
                   sum(coalesce(f.net, 0)), sum(e.base), sum(least(coalesce(f.net, 0), e.base)),
                   sum(sum(coalesce(f.net, 0))) OVER (PARTITION BY e.cohort ORDER BY e.age),
                   e.cohort + to_months(e.age::INTEGER) < DATE '2011-12-01'
            FROM every e LEFT JOIN followed f ON f.customer = e.customer AND f.age = e.age
            GROUP BY e.cohort, e.age\
            """);

        assertThat(texts(
                        read(CohortRetention.SPEC),
                        "cohort_month",
                        "age_months",
                        "cohort_customer_count",
                        "active_customer_count",
                        "order_count",
                        "net_amount",
                        "base_net_amount",
                        "retained_amount",
                        "cumulative_net_amount",
                        "is_complete"))
                .isEqualTo(expected)
                .hasSize(13 * 14 / 2);
    }

    @Test
    void scoresOfEveryCustomerAreThoseOfTheFiles() throws SQLException {
        for (String[] night : new String[][] {{"2011-12-09", ""}, {"2011-11-11", "previous_"}}) {
            List<String> expected = bySql("""
                WITH seen AS (SELECT * FROM days WHERE day <= DATE '%1$s'),
                recent AS (SELECT * FROM seen WHERE day > DATE '%1$s' - 365),
                bought AS (
                    SELECT customer, max(day) FILTER (orders > 0) AS last, sum(orders) AS orders, sum(net) AS net
                    FROM recent GROUP BY 1 HAVING sum(orders) > 0),
                ranked AS (
                    SELECT *, count(*) OVER () AS n, rank() OVER (ORDER BY last) - 1 AS r,
                           rank() OVER (ORDER BY orders) - 1 AS f, rank() OVER (ORDER BY net) - 1 AS m
                    FROM bought)
                SELECT customer, least(5, 1 + r * 5 // (n - 1)) || '' || least(5, 1 + f * 5 // (n - 1))
                       || least(5, 1 + m * 5 // (n - 1))
                FROM ranked\
                """.formatted(night[0]));

            String code = night[1] + "rfm_code";
            assertThat(texts(read(CustomerValue.SPEC).filter(code + " IS NOT NULL"), "customer_id", code))
                    .isEqualTo(expected)
                    .hasSizeGreaterThan(3_500);
        }
    }

    @Test
    void amountsOfAllCustomersAreThoseOfTheirDays() throws SQLException {
        assertThat(texts(
                        read(CustomerValue.SPEC)
                                .agg(
                                        functions.count("customer_id").as("n"),
                                        functions.sum("monetary_amount").as("m"),
                                        functions.sum("frequency_count").as("f")),
                        "n",
                        "m",
                        "f"))
                .isEqualTo(
                        bySql("SELECT (SELECT count(DISTINCT customer) FROM days), sum(net), sum(orders)::BIGINT FROM"
                                + " days WHERE day > DATE '2011-12-09' - 365"));
    }

    @Test
    void movesOfEveryMonthAndQuarterAreThoseOfTheFiles() throws SQLException {
        for (String type : new String[] {"month", "quarter"}) {
            List<String> expected = bySql("""
                WITH periods AS (
                    SELECT DISTINCT date_trunc('%1$s', day)::DATE AS start FROM days
                    WHERE date_trunc('%1$s', day) BETWEEN DATE '2011-01-01' AND DATE '2011-11-01'),
                firsts AS (SELECT customer, min(day) FILTER (orders > 0) AS first FROM days GROUP BY 1),
                own AS (
                    SELECT p.start, customer, first,
                           coalesce(sum(net) FILTER (day >= p.start), 0) AS net,
                           coalesce(sum(net) FILTER (day < p.start), 0) AS base,
                           coalesce(sum(orders) FILTER (day >= p.start), 0) > 0 AS here,
                           coalesce(sum(orders) FILTER (day < p.start), 0) > 0 AS was
                    FROM periods p JOIN days ON day >= p.start - INTERVAL 1 %1$s AND day < p.start + INTERVAL 1 %1$s
                    JOIN firsts USING (customer) GROUP BY ALL)
                SELECT start, sum(base), sum(greatest(net - base, 0)) FILTER (NOT was),
                       coalesce(sum(greatest(net - base, 0)) FILTER (NOT was AND (first < start OR first IS NULL)), 0),
                       sum(greatest(net - base, 0)) FILTER (was),
                       sum(greatest(base - net, 0)) FILTER (here OR NOT was),
                       sum(greatest(base - net, 0)) FILTER (was AND NOT here), sum(net),
                       count(*) FILTER (was), count(*) FILTER (here AND NOT was),
                       count(*) FILTER (here AND NOT was AND first < start), count(*) FILTER (was AND NOT here),
                       count(*) FILTER (here)
                FROM own
                WHERE start - INTERVAL 1 %1$s >= DATE '2010-12-01' AND start + INTERVAL 1 %1$s <= DATE '2011-12-10'
                GROUP BY start\
                """.formatted(type));

            assertThat(texts(
                            read(RevenueRetention.SPEC)
                                    .filter("comparison = 'PP' AND is_complete AND start_amount IS NOT NULL"
                                            + " AND period_type = '" + type + "'"),
                            "period_start",
                            "start_amount",
                            "new_amount",
                            "regained_amount",
                            "expansion_amount",
                            "contraction_amount",
                            "churn_amount",
                            "end_amount",
                            "start_customer_count",
                            "gained_customer_count",
                            "regained_customer_count",
                            "lost_customer_count",
                            "end_customer_count"))
                    .isEqualTo(expected)
                    .hasSize(type.equals("month") ? 11 : 2);
        }
    }

    @Test
    void activeCustomersOfEveryMonthAreThoseOfTheFiles() throws SQLException {
        // Who is active is told by state, not by events: whose last order by then is near enough.
        List<String> expected = bySql("""
            WITH ordered AS (
                SELECT customer, day, row_number() OVER w AS place, min(day) OVER w AS first,
                       lead(day) OVER (PARTITION BY customer ORDER BY day) AS next
                FROM days WHERE orders > 0 WINDOW w AS (PARTITION BY customer ORDER BY day)),
            timed AS (
                SELECT *, day + 1 + floor(3 * ((day - first) + (
                    SELECT median(next - day) FROM ordered WHERE place = 1)) / place)::INTEGER AS lapse FROM ordered),
            months AS (
                SELECT start, least(start + INTERVAL 1 MONTH - INTERVAL 1 DAY, DATE '2011-12-09')::DATE AS through
                FROM (SELECT DISTINCT date_trunc('month', day)::DATE AS start FROM days)),
            lapses AS (
                SELECT date_trunc('month', lapse)::DATE AS start, count(*) AS lapsed FROM timed
                WHERE lapse <= DATE '2011-12-09' AND (next IS NULL OR next > lapse) GROUP BY 1)
            SELECT m.start,
                   (SELECT count(DISTINCT customer) FROM timed WHERE day <= through AND lapse > through
                        AND (next IS NULL OR next > through)),
                   (SELECT count(*) FROM timed WHERE place = 1 AND day BETWEEN m.start AND through),
                   coalesce(lapsed, 0)
            FROM months m LEFT JOIN lapses l ON l.start = m.start\
            """);

        assertThat(texts(
                        read(ActiveCustomers.SPEC).filter("period_type = 'month'"),
                        "period_start",
                        "end_active_count",
                        "new_customer_count",
                        "lapsed_customer_count"))
                .isEqualTo(expected)
                .hasSize(13);
    }

    private static void open(Path lake) throws SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("""
                CREATE TABLE days AS
                WITH lines AS (
                    SELECT InvoiceNo AS invoice, left(InvoiceDate, 10)::DATE AS day,
                           regexp_replace(CustomerID, '[.]0$', '') AS customer, Quantity::DECIMAL(18,4) AS quantity,
                           (Quantity::DECIMAL(18,4) * UnitPrice::DECIMAL(18,4))::DECIMAL(28,4) AS amount
                    FROM read_csv('%s/by-day/*.csv', all_varchar = true))
                SELECT customer, day, count(DISTINCT invoice) FILTER (quantity >= 0) AS orders, sum(amount) AS net
                FROM lines WHERE customer IS NOT NULL AND customer <> '' AND sign(quantity) * sign(amount) >= 0
                GROUP BY ALL\
                """.formatted(lake));
        }
    }

    private static Dataset<Row> read(TableSpec spec) {
        return warehouse.read(spec);
    }

    /** Rows of a query as text, in the order of the text. */
    private static List<String> bySql(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(plain(result.getObject(i)));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows.stream().sorted().toList();
    }

    private static List<String> texts(Dataset<Row> rows, String... columns) {
        Column[] chosen =
                List.of(columns).stream().map(name -> functions.col(name)).toArray(Column[]::new);
        List<String> texts = new ArrayList<>();
        for (Row row : rows.select(chosen).collectAsList()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                values.add(plain(row.get(i)));
            }
            texts.add(String.join(" ", values));
        }
        return texts.stream().sorted().toList();
    }

    /** Numbers without zeros at their end. */
    private static String plain(Object value) {
        if (value instanceof BigDecimal number) {
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return String.valueOf(value);
    }
}
