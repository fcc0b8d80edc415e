package almanac.market.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether an effect is to be believed, and why.
 *
 * @param grade A to D; see {@link EffectColumns}
 * @param reason in words
 */
record EffectGrade(String grade, String reason) {

    /** As many treated units and controls make an effect of grade A. */
    private static final int MANY_TREATED = 5;

    private static final int MANY_CONTROLS = 10;

    /** Customers differ more than places do; up to 64 groups of them are compared. */
    private static final int MANY_CUSTOMERS = 30;

    /** Fewer weeks before say little of season and trend. */
    private static final int LONG_BASE = 12;

    private static final double UNLIKELY = 0.05;
    private static final double VERY_UNLIKELY = 0.01;

    /**
     * @param starts what is judged together
     * @param found the numbers of {@link EffectModel}
     */
    static EffectGrade of(List<EffectStart> starts, Map<String, Object> found) {
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
        starts.forEach(start -> disturbance(start, cautions));
        starts.forEach(start -> time(start.window(), cautions));
        boolean hasHoldout = starts.get(0).window().hasHoldout();
        String units = found.get("treated_unit_count") + " treated and " + found.get("control_unit_count")
                + (hasHoldout ? " held-out" : " other")
                + (starts.get(0).window().hasCustomers() ? " customers" : " units");
        numbers(starts, units, cautions, remarks);
        disagreement(found, cautions);
        if (against.size() + cautions.size() + remarks.size() == 0) {
            return new EffectGrade(
                    "A",
                    units + ", alike in the "
                            + starts.stream()
                                    .mapToInt(start -> start.window().baseWeeks())
                                    .min()
                                    .orElseThrow()
                            + " weeks before");
        }
        String grade = !against.isEmpty() ? "D" : !cautions.isEmpty() ? "C" : "B";
        against.addAll(cautions);
        against.addAll(remarks);
        if (hasHoldout) {
            against.add("compared with units held out of it");
        }
        return new EffectGrade(grade, against.stream().distinct().collect(Collectors.joining("; ")));
    }

    /** Customers who were held out meet other campaigns as those who were not: only of others it says something. */
    private static void disturbance(EffectStart start, List<String> cautions) {
        if (start.treated().stream().anyMatch(UnitSales::isDisturbed)) {
            cautions.add(
                    start.window().hasCustomers()
                            ? "another campaign reaches treated customers meanwhile: the lift is of both"
                            : "another campaign treats the same products in treated units: the lift is of both");
        }
    }

    /** A short time before says little of season and trend, which those who were held out share. */
    private static void time(EffectWindow window, List<String> cautions) {
        if (!window.isComplete()) {
            cautions.add("it is not over: " + window.days() + " days are judged");
        }
        if (!window.hasHoldout() && window.baseWeeks() < Math.max(LONG_BASE, 2 * window.campaignWeeks())) {
            cautions.add("only " + window.baseWeeks() + " weeks are known before it");
        }
    }

    private static void numbers(List<EffectStart> starts, String units, List<String> cautions, List<String> remarks) {
        boolean hasCustomers = starts.get(0).window().hasCustomers();
        int treated = starts.stream().mapToInt(start -> start.treated().size()).sum();
        int controls =
                starts.stream().mapToInt(start -> start.controls().size()).min().orElseThrow();
        if (Math.min(treated, controls) < 3) {
            cautions.add(units + ": too few to tell how units differ");
        } else if (treated < (hasCustomers ? MANY_CUSTOMERS : MANY_TREATED)
                || controls < (hasCustomers ? MANY_CUSTOMERS : MANY_CONTROLS)) {
            remarks.add(units + " are few");
        }
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
