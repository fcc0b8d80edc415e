package almanac.segment;

import almanac.config.Crossing;
import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.Segmentation;
import almanac.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** The levels of every segmentation: each combination of depths in the hierarchies that it crosses. */
final class Levels {

    /**
     * One level of a segmentation.
     *
     * @param segmentation its name
     * @param name such as {@code geography.country|product.category_l1}, and {@code ALL} for the total
     * @param steps how deep it goes in each hierarchy that it goes into; empty for the total
     */
    record Level(String segmentation, String name, List<Step> steps) {

        int depth() {
            return steps.stream().mapToInt(Step::depth).sum();
        }
    }

    /**
     * How deep a level goes in a hierarchy.
     *
     * @param hierarchy its name
     * @param columns the names of its levels from the coarsest down to this depth
     */
    record Step(String hierarchy, List<String> columns) {

        int depth() {
            return columns.size();
        }
    }

    private Levels() {}

    static List<Level> of(Settings settings) {
        List<Level> levels = new ArrayList<>();
        for (Segmentation segmentation : settings.segmentations()) {
            for (List<Step> steps : combinations(settings, segmentation.crossings())) {
                levels.add(new Level(segmentation.name(), name(steps), steps));
            }
        }
        return levels;
    }

    private static List<List<Step>> combinations(Settings settings, List<Crossing> crossings) {
        List<List<Step>> combined = new ArrayList<>(List.of(List.of()));
        for (Crossing crossing : crossings) {
            List<String> columns = columns(settings, crossing.hierarchy());
            List<List<Step>> deeper = new ArrayList<>();
            for (List<Step> steps : combined) {
                deeper.add(steps);
                for (int depth = 1; depth <= crossing.depth(); depth++) {
                    List<Step> longer = new ArrayList<>(steps);
                    longer.add(new Step(crossing.hierarchy(), columns.subList(0, depth)));
                    deeper.add(List.copyOf(longer));
                }
            }
            combined = deeper;
        }
        return combined;
    }

    private static List<String> columns(Settings settings, String hierarchy) {
        for (Hierarchy candidate : settings.hierarchies()) {
            if (candidate.name().equals(hierarchy)) {
                return candidate.levels().stream().map(LevelRef::column).toList();
            }
        }
        throw new IllegalStateException("the configuration's rules let an unknown hierarchy pass: " + hierarchy);
    }

    private static String name(List<Step> steps) {
        if (steps.isEmpty()) {
            return SegmentPath.ALL;
        }
        List<String> parts = new ArrayList<>();
        for (Step step : steps) {
            parts.add(step.hierarchy() + "." + step.columns().get(step.depth() - 1));
        }
        return String.join("|", parts);
    }
}
