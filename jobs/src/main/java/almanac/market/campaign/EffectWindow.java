package almanac.market.campaign;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Row;

/**
 * When a campaign ran.
 *
 * @param baseWeeks weeks before it that are compared with
 * @param days of it that are over; 0 or less where it has not started
 * @param isComplete whether all of it is over
 * @param hasAfter whether any day after it is over
 * @param hasCustomers whether it is customers that are compared, not places
 * @param lacksCustomers whether it is, and nothing is known of what they bought
 * @param hasHoldout whether units were held out of it
 */
record EffectWindow(
        int baseWeeks,
        int days,
        boolean isComplete,
        boolean hasAfter,
        boolean hasCustomers,
        boolean lacksCustomers,
        boolean hasHoldout) {

    static EffectWindow of(Row panel) {
        LocalDate start = panel.getAs("start_date");
        LocalDate through = panel.getAs("through_date");
        boolean hasCustomers = CampaignCalendar.CUSTOMER.equals(panel.getAs("unit_type"));
        return new EffectWindow(
                panel.<Integer>getAs("base_week_count"),
                Math.toIntExact(ChronoUnit.DAYS.between(start, through) + 1),
                panel.<Boolean>getAs("is_complete"),
                panel.getAs("after_through") != null,
                hasCustomers,
                hasCustomers && !panel.<Boolean>getAs("knows_customers"),
                panel.<Boolean>getAs("has_holdout"));
    }

    /** Weeks of it that have begun. */
    int campaignWeeks() {
        return (days + 6) / 7;
    }
}
