package almanac.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads the deliveries of sales as a stranger would, with nothing of the product: bytes, lines, commas. No field of
 * these files holds a comma, a quote or a line end, so that is all that CSV needs here.
 */
final class DeliveredSales {

    /** A row of a file as it was accepted; {@code delivered} is the date in the file's name. */
    record Line(LocalDate delivered, Map<String, String> fields) {
        String key() {
            return fields.get("order_id") + "/" + fields.get("order_line_id");
        }

        LocalDate date() {
            return LocalDate.parse(fields.get("order_date"));
        }

        BigDecimal net() {
            return new BigDecimal(fields.get("net_amount"));
        }

        long quantity() {
            return Long.parseLong(fields.get("quantity"));
        }

        String of(String column) {
            return fields.get(column);
        }
    }

    /** Records by file, headers excepted. */
    final Map<String, Long> recordsOfFile = new TreeMap<>();

    /** Each order line as its last delivery states it. */
    final Map<String, Line> accepted = new LinkedHashMap<>();

    final List<Line> repeated = new ArrayList<>();
    final List<Line> restated = new ArrayList<>();
    final List<Line> late = new ArrayList<>();

    /** How many rows are not accepted, by what is wrong. */
    final Map<String, Long> dirty = new TreeMap<>();

    static DeliveredSales read(Path lake) throws IOException {
        return read(lake, LocalDate.MAX);
    }

    /** What the deliveries up to a day hold. */
    static DeliveredSales read(Path lake, LocalDate night) throws IOException {
        DeliveredSales sales = new DeliveredSales();
        try (Stream<Path> files = Files.list(lake.resolve("sales"))) {
            for (Path file : files.sorted().toList()) {
                if (!delivered(file).isAfter(night)) {
                    sales.readFile(file);
                }
            }
        }
        return sales;
    }

    private static LocalDate delivered(Path file) {
        return LocalDate.parse(file.getFileName().toString().substring("sales-".length(), "sales-2025-01-01".length()));
    }

    /** The names in a file's header. */
    static String[] header(Path file) throws IOException {
        return new String(lines(bytes(file)).get(0), StandardCharsets.US_ASCII).split(",", -1);
    }

    private void readFile(Path file) throws IOException {
        List<byte[]> rows = lines(bytes(file));
        String[] header = new String(rows.get(0), StandardCharsets.US_ASCII).split(",", -1);
        for (byte[] row : rows.subList(1, rows.size())) {
            take(row, header, delivered(file));
        }
        recordsOfFile.put("sales/" + file.getFileName(), rows.size() - 1L);
    }

    private void take(byte[] row, String[] header, LocalDate delivered) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(row))
                    .toString();
        } catch (CharacterCodingException e) {
            dirty.merge("bad_encoding", 1L, Long::sum);
            return;
        }
        String[] values = text.split(",", -1);
        if (values.length != header.length) {
            dirty.merge("ragged", 1L, Long::sum);
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int field = 0; field < header.length; field++) {
            fields.put(header[field], values[field]);
        }
        String wrong = wrong(text, fields);
        if (wrong.isEmpty()) {
            accept(new Line(delivered, fields));
        } else {
            dirty.merge(wrong, 1L, Long::sum);
        }
    }

    private static String wrong(String text, Map<String, String> fields) {
        if (text.indexOf(0) >= 0) {
            return "nul_character";
        }
        if (fields.get("order_id").isEmpty()) {
            return "missing_key";
        }
        try {
            LocalDate.parse(fields.get("order_date"));
        } catch (DateTimeParseException e) {
            return "bad_date";
        }
        if (!fields.get("net_amount").matches("-?\\d+\\.\\d+")) {
            return "bad_number";
        }
        return fields.get("net_amount").matches("-?\\d+\\.\\d{1,4}") ? "" : "too_fine";
    }

    private void accept(Line line) {
        Line before = accepted.put(line.key(), line);
        if (before == null) {
            if (line.date().isBefore(line.delivered())) {
                late.add(line);
            }
        } else if (before.fields().equals(line.fields())) {
            repeated.add(line);
        } else {
            restated.add(line);
        }
    }

    private static List<byte[]> lines(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b : bytes) {
            if (b == '\n') {
                lines.add(line.toByteArray());
                line.reset();
            } else {
                line.write(b);
            }
        }
        if (line.size() > 0) {
            throw new IllegalStateException("the last line has no end");
        }
        return lines;
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.readAllBytes(file);
        }
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
            return packed.readAllBytes();
        }
    }
}
