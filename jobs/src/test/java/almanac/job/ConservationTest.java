package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.lake.Ops;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows and amounts are conserved in every file: read = accepted + quarantined + duplicates + filtered, against a plain
 * count of what was written. Seeded deliveries with repeated keys and broken lines, over two nights; the second one brings
 * new files and changes old ones.
 */
class ConservationTest {

    private static final int FIRST_NIGHT = 45;
    private static final int SECOND_NIGHT = 20;
    private static final int CHANGED = 10;
    private static final int KEYS = 200;

    /** A line as the test means it: what of it can be read, and whether it is accepted. */
    private record Line(String text, String key, BigDecimal amount, boolean isSelected, boolean isSound) {}

    @TempDir
    Path folder;

    private final Random random = new Random(20260331);
    private final Map<String, List<Line>> files = new TreeMap<>();

    @Test
    void ofEveryFileEveryRowAndEveryCentIsFoundAgain() {
        TestNight night = TestNight.in(folder)
                .with("gates.quarantine_rate = 1")
                .with("inputs.sales = null")
                .with("""
                inputs.sales = { select = \"\"\"SELECT order_id AS order_id, line AS order_line_id, day AS order_date, product AS product_id,
                                units AS quantity, amount AS net_amount, customer AS customer_id
                                FROM sales_files WHERE note IS NULL OR note <> 'test'\"\"\" }
                """);
        for (int i = 0; i < FIRST_NIGHT; i++) {
            write(night, i);
        }
        night.run();
        assertConserved(night);
        for (int i = FIRST_NIGHT; i < FIRST_NIGHT + SECOND_NIGHT; i++) {
            write(night, i);
        }
        for (int i = 0; i < CHANGED; i++) {
            write(night, random.nextInt(FIRST_NIGHT));
        }
        night.run();
        assertConserved(night);
    }

    private void write(TestNight night, int number) {
        List<Line> lines = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            lines.add(line());
        }
        String file = String.format("sales/f%03d.csv", number);
        files.put(file, lines);
        night.delivers(file, lines.stream().map(Line::text).toArray(String[]::new));
    }

    private Line line() {
        String key = "o" + random.nextInt(KEYS) + ",1";
        String day = String.format("2026-01-%02d", 1 + random.nextInt(5));
        BigDecimal amount = BigDecimal.valueOf(random.nextInt(1_000_000), 2);
        return switch (random.nextInt(12)) {
            case 0 -> new Line(key + "," + day + ",p,1,ten,c,x", key, null, true, false);
            case 1 -> new Line(key + "," + day + ",p,1," + amount + "001,c,x", key, null, true, false);
            case 2 -> new Line(key + ",2026-02-30,p,1," + amount + ",c,x", key, amount, true, false);
            case 3 -> new Line(key + ",2026-12-31,p,1," + amount + ",c,x", key, amount, true, false);
            case 4 ->
                new Line(
                        key + "," + day + ",p,-1," + amount.add(BigDecimal.ONE) + ",c,x",
                        key,
                        amount.add(BigDecimal.ONE),
                        true,
                        false);
            case 5 -> new Line(",1," + day + ",p,1," + amount + ",c,x", "", amount, true, false);
            case 6 -> new Line(key + "," + day, key, null, true, false);
            case 7 -> new Line(key + "," + day + ",p,1," + amount + ",c,test", key, amount, false, true);
            case 8 -> new Line(key + "," + day + ",p,-1,-" + amount + ",c,x", key, amount.negate(), true, true);
            default -> new Line(key + "," + day + ",p,1," + amount + ",c,\"x, y\"", key, amount, true, true);
        };
    }

    private void assertConserved(TestNight night) {
        List<String> found = night.rows(
                Ops.DELIVERIES,
                "file",
                "read_rows",
                "accepted_rows",
                "quarantined_rows",
                "duplicate_rows",
                "filtered_rows",
                "read_amount",
                "accepted_amount",
                "quarantined_amount",
                "duplicate_amount",
                "filtered_amount");
        assertThat(found).isEqualTo(expected());
    }

    private List<String> expected() {
        Map<String, Line> current = new HashMap<>();
        files.values()
                .forEach(lines -> lines.stream()
                        .filter(line -> line.isSelected() && line.isSound())
                        .forEach(line -> current.put(line.key(), line)));
        List<String> expected = new ArrayList<>();
        files.forEach((file, lines) -> {
            long[] rows = new long[5];
            BigDecimal[] amounts = new BigDecimal[5];
            java.util.Arrays.fill(amounts, BigDecimal.ZERO.setScale(4));
            for (Line line : lines) {
                int fate = !line.isSelected() ? 4 : !line.isSound() ? 2 : current.get(line.key()) == line ? 1 : 3;
                for (int i : new int[] {0, fate}) {
                    rows[i]++;
                    amounts[i] = line.amount() == null ? amounts[i] : amounts[i].add(line.amount());
                }
            }
            StringBuilder text = new StringBuilder(file);
            for (long count : rows) {
                text.append(' ').append(count);
            }
            for (BigDecimal amount : amounts) {
                text.append(' ').append(amount);
            }
            expected.add(text.toString());
        });
        return expected;
    }
}
