package almanac.market.campaign;

import almanac.market.campaign.UnitSales.Measure;
import almanac.stats.DifferenceInDifferences.Effect;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a start of a campaign did, or all of them together: the numbers, how sure they are, and whether they are to be believed. */
final class EffectModel {

    /** The weeks before the campaign. */
    static final String BEFORE = "BEFORE";

    /** The days of the campaign that are over. */
    static final String DURING = "DURING";

    /** The days after it. */
    static final String AFTER = "AFTER";

    static final String JUDGED = "JUDGED";

    /** With fewer treated units a synthetic control is set beside the differences. */
    static final int FEW_TREATED = 5;

    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    private final List<EffectStart> starts;
    private final Map<String, Object> found = new HashMap<>();

    private EffectModel(List<EffectStart> starts) {
        this.starts = starts;
    }

    /**
     * The values of {@link EffectColumns} by name.
     *
     * @param starts one start, or several that are judged each, for what they did together
     */
    static Map<String, Object> found(List<EffectStart> starts) {
        EffectModel model = new EffectModel(starts);
        model.judge();
        return model.found;
    }

    private void judge() {
        counts();
        Optional<EffectRefusal> refusal = starts.stream()
                .flatMap(start -> EffectRefusal.of(start).stream())
                .findFirst();
        Optional<Effect> net =
                refusal.isPresent() ? Optional.empty() : EffectEstimates.growth(starts, Measure.NET, DURING, true);
        found.put("judged_start_count", net.isEmpty() ? 0 : starts.size());
        if (net.isEmpty()) {
            EffectRefusal why = refusal.orElse(EffectRefusal.FEW);
            found.put("effect_status", why.status());
            found.put("reason", why.reason());
            return;
        }
        found.put("effect_status", JUDGED);
        lift(net.get());
        amounts();
        evidence();
        EffectGrade grade = EffectGrade.of(starts, found);
        found.put("validity_grade", grade.grade());
        found.put("reason", grade.reason());
    }

    private void counts() {
        found.put("treated_unit_count", members(EffectStart::treated, unit -> true));
        found.put("control_unit_count", members(EffectStart::controls, unit -> true));
        found.put(
                "disturbed_unit_count",
                members(EffectStart::treated, UnitSales::isDisturbed)
                        + members(EffectStart::others, UnitSales::isDisturbed));
        absent();
    }

    /** Units that exposures name and that sold nothing before. */
    private void absent() {
        long named = 0;
        for (EffectStart start : starts) {
            Long treated = start.panel().getAs("named_treated_count");
            if (treated == null || start.window().lacksCustomers()) {
                return;
            }
            named += treated;
        }
        boolean hasHoldout = starts.get(0).window().hasHoldout();
        long heldOut = hasHoldout ? starts.get(0).panel().<Long>getAs("named_held_out_count") : 0;
        int seen = members(EffectStart::treated, unit -> true)
                + (hasHoldout ? members(EffectStart::others, unit -> true) : 0);
        found.put("absent_unit_count", Math.toIntExact(Math.max(0, named + heldOut - seen)));
    }

    /** Units of several starts count once. */
    private int members(Function<EffectStart, List<UnitSales>> units, Predicate<UnitSales> which) {
        Map<String, Integer> members = new TreeMap<>();
        for (EffectStart start : starts) {
            // Treated units belong to one start each, though groups of customers have one name in all of them.
            units.apply(start).stream()
                    .filter(which)
                    .forEach(unit -> members.merge(
                            unit.isTreated() ? start.panel().<Object>getAs("start_date") + unit.name() : unit.name(),
                            unit.members(),
                            Math::max));
        }
        return members.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void lift(Effect net) {
        found.put("lift_rate", Math.expm1(net.value()));
        found.put("lift_low", Math.expm1(net.bound(LOW)));
        found.put("lift_high", Math.expm1(net.bound(HIGH)));
        found.put("p_value", net.pValue());
    }

    private void amounts() {
        for (Measure measure : Measure.values()) {
            found.put("base_" + measure.column(), exact(starts, measure, BEFORE, true));
            found.put(measure.column(), exact(starts, measure, DURING, true));
        }
        incremental(Measure.NET, DURING, true, "incremental_net", "_amount");
        incremental(Measure.UNITS, DURING, true, "incremental", "_units");
        incremental(Measure.MARGIN, DURING, true, "incremental_margin", "_amount");
        if (starts.stream().allMatch(start -> start.window().hasAfter())) {
            incremental(Measure.NET, AFTER, true, "after", "_amount");
        }
        incremental(Measure.NET, DURING, false, "other_products", "_amount");
    }

    private void evidence() {
        EffectEstimates.trend(starts).ifPresent(trend -> found.put("pretrend_p_value", trend.pValue()));
        EffectEstimates.placebo(starts).ifPresent(placebo -> {
            found.put("placebo_lift_rate", Math.expm1(placebo.value()));
            found.put("placebo_p_value", placebo.pValue());
        });
        if (starts.size() == 1 && starts.get(0).treated().size() < FEW_TREATED) {
            EffectEstimates.synthetic(starts.get(0)).ifPresent(result -> {
                found.put("synthetic_lift_rate", result.lift());
                found.put("synthetic_p_value", result.pValue());
            });
        }
    }

    /** What is beyond {@code actual / lift}, the sales without the campaign: of several starts the sum, to the cent. */
    private void incremental(Measure measure, String part, boolean isOwn, String name, String unit) {
        Optional<Effect> effect = EffectEstimates.growth(starts, measure, part, isOwn);
        BigDecimal sold = exact(starts, measure, part, isOwn);
        if (effect.isEmpty() || sold == null) {
            return;
        }
        found.put(
                name + unit,
                starts.size() == 1 ? beyond(sold, effect.get().value()) : sumOfStarts(measure, part, isOwn));
        found.put(name + "_low" + unit, beyond(sold, effect.get().bound(LOW)));
        found.put(name + "_high" + unit, beyond(sold, effect.get().bound(HIGH)));
    }

    private @Nullable BigDecimal sumOfStarts(Measure measure, String part, boolean isOwn) {
        BigDecimal sum = BigDecimal.ZERO;
        for (EffectStart start : starts) {
            List<EffectStart> one = List.of(start);
            BigDecimal sold = exact(one, measure, part, isOwn);
            BigDecimal beyond = sold == null
                    ? null
                    : EffectEstimates.growth(one, measure, part, isOwn)
                            .map(effect -> beyond(sold, effect.value()))
                            .orElse(null);
            if (beyond == null) {
                return null;
            }
            sum = sum.add(beyond);
        }
        return sum;
    }

    private static @Nullable BigDecimal beyond(BigDecimal sold, double logarithm) {
        double beyond = -Math.expm1(-logarithm) * sold.doubleValue();
        // A bound so wide that it has no meaning in money has none here.
        return Math.abs(beyond) < 1e18 ? BigDecimal.valueOf(beyond).setScale(2, RoundingMode.HALF_EVEN) : null;
    }

    private static @Nullable BigDecimal exact(List<EffectStart> starts, Measure measure, String part, boolean isOwn) {
        return starts.stream()
                .flatMap(start -> start.treated().stream())
                .flatMap(unit -> unit.exact(measure, part, isOwn).stream())
                .reduce(BigDecimal::add)
                .orElse(null);
    }
}
