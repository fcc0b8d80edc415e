package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.customer.ActiveCustomers;
import almanac.customer.CustomerDays;
import almanac.segment.Calendar;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A later night for which nothing was delivered: tables that nothing touched are read as they were published. */
class QuietNightTest {

    @TempDir
    Path folder;

    @Test
    void aNightWithoutDeliveriesIsANight() {
        TestNight night = TestNight.in(folder)
                .delivers("sales/d1.csv", "o1,1,2026-01-05,p,1,1.00,c,", "o2,1,2026-01-30,p,1,1.00,c,");
        night.building(
                new Calendar(night.settings()),
                new Periods(night.settings()),
                new DailySales(night.settings()),
                new CustomerDays(night.settings()),
                new ActiveCustomers());

        assertThat(night.run().status()).isEqualTo("published");
        assertThat(night.runAsOf("2026-02-02").status()).isEqualTo("published");
        assertThat(night.rows(ActiveCustomers.SPEC, "end_active_count")).isNotEmpty();
    }
}
