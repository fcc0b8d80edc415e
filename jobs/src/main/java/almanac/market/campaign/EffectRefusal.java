package almanac.market.campaign;

import java.util.Optional;

/**
 * Why a start is not judged.
 *
 * @param status of the effect, other than {@link EffectModel#JUDGED}
 * @param reason in words
 */
record EffectRefusal(String status, String reason) {

    private static final String NOT_STARTED = "NOT_STARTED";
    private static final String TOO_SHORT = "TOO_SHORT";
    private static final String NOTHING_SOLD = "NOTHING_SOLD";
    private static final String NO_CONTROLS = "NO_CONTROLS";
    private static final String TOO_FEW = "TOO_FEW";

    /** Fewer weeks before tell too little of what is usual. */
    private static final int FEWEST_BASE_WEEKS = 8;

    /** Fewer days say too little of a campaign that still runs. */
    private static final int FEWEST_DAYS = 7;

    static final EffectRefusal FEW = new EffectRefusal(
            TOO_FEW,
            "there are fewer than three units, or they do not differ at all, or one side sold nothing meanwhile");

    static Optional<EffectRefusal> of(EffectStart start) {
        EffectWindow window = start.window();
        if (window.days() <= 0) {
            return refusal(NOT_STARTED, "it has not started");
        }
        if (!window.isComplete() && window.days() < FEWEST_DAYS) {
            return refusal(
                    TOO_SHORT, "it has run for " + window.days() + " days; at least " + FEWEST_DAYS + " are needed");
        }
        if (window.baseWeeks() < FEWEST_BASE_WEEKS) {
            return refusal(
                    TOO_SHORT,
                    "sales are known for " + window.baseWeeks() + " weeks before it; at least " + FEWEST_BASE_WEEKS
                            + " are needed");
        }
        if (start.treated().isEmpty()) {
            return refusal(
                    NOTHING_SOLD,
                    window.lacksCustomers()
                            ? "it names customers, and sales that name theirs are not known"
                            : window.hasCustomers()
                                    ? "none of the customers that it reaches bought in the weeks before"
                                    : "nothing of what it treats was sold before it where it runs: are products and places named"
                                            + " as in the hierarchies?");
        }
        if (start.controls().isEmpty()) {
            return refusal(NO_CONTROLS, whyNoControls(start));
        }
        return Optional.empty();
    }

    private static String whyNoControls(EffectStart start) {
        if (start.window().hasHoldout()) {
            return "none of the units that were held out of it sold anything before";
        }
        return start.isEverywhere()
                ? "it runs wherever its products are sold: nobody is left to compare with"
                : "every unit that it does not treat was disturbed by another campaign, or sold nothing before";
    }

    private static Optional<EffectRefusal> refusal(String status, String reason) {
        return Optional.of(new EffectRefusal(status, reason));
    }
}
