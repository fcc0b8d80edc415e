package almanac.forecast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The segments of the same level that a segment is like: those that share the whole of one hierarchy with it, then those that
 * have the same parent in one, then all.
 *
 * <p>Of {@code geography=EMEA>DE|product=Whisky} that is: all with the product, all in DE, all in EMEA, all of the level.
 */
final class SegmentKin {

    private SegmentKin() {}

    /** Names for these sets of segments, nearest first, the whole level last. */
    static List<String> of(String segmentation, String level, String segment) {
        List<String> steps = new ArrayList<>(List.of(segment.split("\\|")));
        Collections.reverse(steps);
        List<String> kin = new ArrayList<>();
        if (steps.size() > 1) {
            kin.addAll(steps);
        }
        for (String step : steps) {
            int parent = step.lastIndexOf('>');
            if (parent > 0) {
                kin.add(step.substring(0, parent));
            }
        }
        kin.add("ALL");
        return kin.stream().map(one -> segmentation + " " + level + " " + one).toList();
    }
}
