package almanac.job;

import almanac.lake.RunListener;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the clocks and the memory at every step of a run, and adds them up by part of the night. */
final class RunMeter implements RunListener {

    private static final double NANOS = 1e9;
    private static final long MEBIBYTE = 1L << 20;
    private static final String STAGED = "staged ";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<Cost> steps = new ArrayList<>();
    private long cpu = system.getProcessCpuTime();
    private long wall = System.nanoTime();

    /**
     * What a step or a part of a night cost.
     *
     * @param name the step
     * @param cpuSeconds of all threads of the process
     * @param seconds on the wall
     * @param peakHeap the highest use of the heap in bytes, garbage that was not collected yet in it
     */
    private record Cost(String name, double cpuSeconds, double seconds, long peakHeap) {

        Cost plus(Cost other) {
            return new Cost(
                    name, cpuSeconds + other.cpuSeconds, seconds + other.seconds, Math.max(peakHeap, other.peakHeap));
        }

        Cost named(String other) {
            return new Cost(other, cpuSeconds, seconds, peakHeap);
        }
    }

    @Override
    public void completed(String step) {
        long cpuNow = system.getProcessCpuTime();
        long wallNow = System.nanoTime();
        steps.add(new Cost(step, (cpuNow - cpu) / NANOS, (wallNow - wall) / NANOS, peakHeap()));
        cpu = cpuNow;
        wall = wallNow;
    }

    private static long peakHeap() {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
                pool.resetPeakUsage();
            }
        }
        return Math.min(peak, Runtime.getRuntime().maxMemory());
    }

    /** The steps, then the parts of the night, in aligned columns. */
    String text(RunReport report) {
        Map<String, Long> rows = rows(report);
        StringBuilder text = new StringBuilder(String.format(
                "A first night: %,d records read, heap limit %,d MiB, %d cores%n%n",
                report.inputs().stream().mapToLong(RunReport.Read::rows).sum(),
                Runtime.getRuntime().maxMemory() / MEBIBYTE,
                Runtime.getRuntime().availableProcessors()));
        text.append(heading("step"));
        steps.forEach(step -> text.append(line(step, rows.get(step.name()))));
        Map<String, Cost> parts = new LinkedHashMap<>();
        Map<String, Long> rowsOfParts = new HashMap<>();
        for (Cost step : steps) {
            String part = part(step.name());
            parts.merge(part, step.named(part), Cost::plus);
            rowsOfParts.merge(part, rows.getOrDefault(step.name(), 0L), Long::sum);
        }
        text.append(String.format("%n")).append(heading("part of the night"));
        parts.forEach((part, cost) -> text.append(line(cost, rowsOfParts.get(part))));
        text.append(line(
                parts.values().stream().reduce(Cost::plus).orElseThrow().named("all"),
                rowsOfParts.values().stream().mapToLong(Long::longValue).sum()));
        return text.toString();
    }

    /** Rows read by input and rows written by table, under the names of their steps. */
    private static Map<String, Long> rows(RunReport report) {
        Map<String, Long> rows = new HashMap<>();
        report.inputs().forEach(input -> rows.put(STAGED + "staging." + input.input(), input.rows()));
        report.tables().forEach(table -> rows.put(STAGED + table.table(), table.rows()));
        return rows;
    }

    private static String part(String step) {
        if (!step.startsWith(STAGED)) {
            return step.equals("locked") || step.equals("started") ? "start" : "publication";
        }
        String table = step.substring(STAGED.length());
        if (NightlyPlan.GROUND.contains(table)) {
            return "calendar, cube, segments";
        }
        return switch (table.substring(0, table.indexOf('.'))) {
            case "staging" -> "ingest";
            case "ops" -> "accounts";
            case "forecast" -> "forecast";
            default -> "tables";
        };
    }

    private static String heading(String what) {
        return String.format("  %-40s %14s %10s %10s %14s%n", what, "rows", "CPU s", "wall s", "peak heap MiB");
    }

    private static String line(Cost cost, @Nullable Long rows) {
        return String.format(
                "  %-40s %14s %10.1f %10.1f %,14d%n",
                cost.name(),
                rows == null || rows == 0 ? "" : String.format("%,d", rows),
                cost.cpuSeconds(),
                cost.seconds(),
                cost.peakHeap() / MEBIBYTE);
    }
}
