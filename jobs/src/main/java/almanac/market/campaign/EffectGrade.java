package almanac.market.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an effect is to be believed, and why.
 *
 * @param grade A to D; see {@link EffectModel#COLUMNS}
 * @param reason in words
 */
record EffectGrade(String grade, String reason) {

    /** As many treated units and controls make an effect of grade A. */
    private static final int MANY_TREATED = 5;

    private static final int MANY_CONTROLS = 10;

    /** Fewer weeks before say little of season and trend. */
    private static final int LONG_BASE = 12;

    private static final double UNLIKELY = 0.05;
    private static final double VERY_UNLIKELY = 0.01;

    /** @param found the numbers of {@link EffectModel} */
    static EffectGrade of(
            EffectWindow window, List<UnitSales> treated, List<UnitSales> controls, Map<String, Object> found) {
        List<String> against = new ArrayList<>();
        List<String> cautions = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        before(
                "treated units and others had different trends before",
                found.get("pretrend_p_value"),
                against,
                cautions);
        before(
                "units differed before as if there had been a campaign",
                found.get("placebo_p_value"),
                against,
                cautions);
        if (treated.stream().anyMatch(UnitSales::isDisturbed)) {
            cautions.add("another campaign treats the same products in treated units: the lift is of both");
        }
        if (!window.isComplete()) {
            cautions.add("it is not over: " + window.days() + " days are judged");
        }
        if (window.baseWeeks() < Math.max(LONG_BASE, 2 * window.campaignWeeks())) {
            cautions.add("only " + window.baseWeeks() + " weeks are known before it");
        }
        if (treated.size() < 3 || controls.size() < 3) {
            cautions.add(treated.size() + " treated and " + controls.size()
                    + " other units: too few to tell how units differ");
        } else if (treated.size() < MANY_TREATED || controls.size() < MANY_CONTROLS) {
            remarks.add(treated.size() + " treated and " + controls.size() + " other units are few");
        }
        disagreement(found, cautions);
        if (against.size() + cautions.size() + remarks.size() == 0) {
            return new EffectGrade(
                    "A",
                    treated.size() + " treated and " + controls.size() + " other units, alike in the "
                            + window.baseWeeks() + " weeks before");
        }
        String grade = !against.isEmpty() ? "D" : !cautions.isEmpty() ? "C" : "B";
        against.addAll(cautions);
        against.addAll(remarks);
        return new EffectGrade(grade, String.join("; ", against));
    }

    private static void before(String what, @Nullable Object pValue, List<String> against, List<String> cautions) {
        if (pValue instanceof Double p && p < UNLIKELY) {
            (p < VERY_UNLIKELY ? against : cautions).add(what + String.format(Locale.ROOT, " (p = %.3f)", p));
        }
    }

    private static void disagreement(Map<String, Object> found, List<String> cautions) {
        if (found.get("synthetic_lift_rate") instanceof Double synthetic
                && found.get("lift_low") instanceof Double low
                && found.get("lift_high") instanceof Double high
                && (synthetic < low || synthetic > high)) {
            cautions.add(
                    String.format(Locale.ROOT, "the synthetic control says another lift (%.1f %%)", 100 * synthetic));
        }
    }
}
