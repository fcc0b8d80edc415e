package almanac.sample;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One day's delivery of sales: CSV with a header, every tenth day of a month as gzip, every March with its columns in
 * another order.
 */
final class SalesFile {

    /** The columns in their usual order. */
    static final List<String> COLUMNS = List.of(
            "order_id",
            "order_line_id",
            "order_date",
            "product_id",
            "quantity",
            "net_amount",
            "customer_id",
            "channel_id",
            "store_id",
            "currency_code",
            "list_amount",
            "discount_amount",
            "off_invoice_amount",
            "cost_amount",
            "is_return",
            "original_order_id",
            "is_online",
            "promotion_id",
            "campaign_id",
            "updated_at");

    /** ISO 4217 code of every amount. */
    static final String CURRENCY = "EUR";

    private static final int BUFFER = 1 << 16;

    private final CsvWriter csv;
    private final List<String> columns;

    private SalesFile(CsvWriter csv, List<String> columns) {
        this.csv = csv;
        this.columns = columns;
    }

    /** Where a day's delivery lies, below the lake. */
    static String name(LocalDate day) {
        return "sales/sales-" + day + (day.getDayOfMonth() % 10 == 0 ? ".csv.gz" : ".csv");
    }

    /** Starts a day's delivery with its header. */
    static SalesFile begin(OutputStream bytes, LocalDate day) throws IOException {
        OutputStream packed = name(day).endsWith(".gz") ? new GZIPOutputStream(bytes, BUFFER) : bytes;
        // Everything in these files is ASCII, but for the letter of Dirt.BAD_ENCODING, which must become one byte.
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(packed, StandardCharsets.ISO_8859_1);
        List<String> columns = new ArrayList<>(COLUMNS);
        if (day.getMonth() == Month.MARCH) {
            Collections.reverse(columns);
        }
        csv.writeRecord(columns);
        return new SalesFile(csv, columns);
    }

    /** Adds a good row. */
    void write(SalesLine line) {
        csv.writeRecord(row(line));
    }

    /** Adds a row that looks like a line but is spoiled. */
    void writeDirty(SalesLine line, Dirt dirt, SplittableRandom random) {
        csv.writeRecord(dirt.spoil(row(line), columns, random));
    }

    /** Writes out what is still held back, and closes the file. */
    void finish() throws IOException {
        csv.close();
    }

    private String[] row(SalesLine line) {
        SalesOrder order = line.order();
        String[] row = {
            order.id(),
            Integer.toString(line.number()),
            order.date().toString(),
            line.productId(),
            Integer.toString(line.quantity()),
            money(line.netAmount()),
            orEmpty(order.customerId()),
            order.channelId(),
            order.storeId(),
            CURRENCY,
            money(line.listAmount()),
            money(line.listAmount() - line.netAmount()),
            money(line.offInvoiceAmount()),
            money(line.costAmount()),
            Boolean.toString(line.isReturn()),
            orEmpty(order.returnsOf()),
            Boolean.toString(order.channelId().equals(Channels.ONLINE)),
            orEmpty(line.offer().promotionId()),
            orEmpty(line.offer().campaignId()),
            line.updated() + "T22:30:00Z"
        };
        if (!columns.get(0).equals(COLUMNS.get(0))) {
            Collections.reverse(Arrays.asList(row));
        }
        return row;
    }

    /** Cents as an amount with two decimals. */
    static String money(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
