package almanac;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A lake of the decision support benchmark TPC-DS: a folder of CSV for each table, in the smallest scale. */
public final class TpcdsLake {

    private static final List<Table> FACTS = List.of(Table.STORE_SALES, Table.CATALOG_SALES, Table.WEB_SALES);

    /** Of each table of sales, about a dozen lines each. */
    private static final int ORDERS = 600;

    /** The large tables that say nothing about sales, such as 1.9 million kinds of customers, stay away. */
    private static final List<Table> DIMENSIONS = List.of(
            Table.ITEM,
            Table.STORE,
            Table.CUSTOMER,
            Table.CUSTOMER_ADDRESS,
            Table.DATE_DIM,
            Table.PROMOTION,
            Table.CALL_CENTER,
            Table.WEB_SITE,
            Table.WAREHOUSE,
            Table.REASON,
            Table.SHIP_MODE,
            Table.HOUSEHOLD_DEMOGRAPHICS);

    private TpcdsLake() {}

    /** Writes the lake. */
    public static void write(Path lake) throws IOException {
        for (Table fact : FACTS) {
            write(lake, ORDERS, fact, fact.getChild());
        }
        for (Table dimension : DIMENSIONS) {
            write(lake, session().getScaling().getRowCount(dimension), dimension);
        }
    }

    /** A table, and with its rows those of its child, which are made beside them. */
    private static void write(Path lake, long rowCount, Table... tables) throws IOException {
        BufferedWriter[] files =
                Arrays.stream(tables).map(table -> open(lake, table)).toArray(BufferedWriter[]::new);
        try {
            for (List<List<String>> rows : Results.constructResults(tables[0], 1, rowCount, session())) {
                for (int i = 0; i < Math.min(rows.size(), files.length); i++) {
                    line(files[i], rows.get(i));
                }
            }
        } finally {
            for (BufferedWriter file : files) {
                file.close();
            }
        }
    }

    private static Session session() {
        return Session.getDefaultSession().withScale(0.01);
    }

    private static BufferedWriter open(Path lake, Table table) {
        try {
            Path folder = Files.createDirectories(lake.resolve(table.getName()));
            BufferedWriter file = Files.newBufferedWriter(folder.resolve(table.getName() + ".csv"));
            line(file, Arrays.stream(table.getColumns()).map(Column::getName).collect(Collectors.toList()));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(BufferedWriter file, List<String> fields) throws IOException {
        file.write(fields.stream()
                .map(field -> field == null ? "" : '"' + field.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",")));
        file.write('\n');
    }
}
