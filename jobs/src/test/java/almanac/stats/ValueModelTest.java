package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import almanac.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gamma-gamma against the published fit of CDNOW, and on customers drawn from known parameters. */
class ValueModelTest {

    @Test
    void fitOfCdnowIsThePublishedOne() throws IOException {
        List<OrderValues> repeaters = cdnow();

        ValueModel.Fit fit = ValueModel.fit(repeaters);

        // lifetimes prints p 6.25, q 3.74, v 15.44.
        assertThat(repeaters).hasSize(946);
        assertThat(fit.model().shape()).isCloseTo(6.2488, withPercentage(0.01));
        assertThat(fit.model().tail()).isCloseTo(3.7446, withPercentage(0.01));
        assertThat(fit.model().scale()).isCloseTo(15.4477, withPercentage(0.01));
        assertThat(fit.logLikelihood()).isCloseTo(-4055.923, within(1e-3));
        assertThat(fit.hasConverged()).isTrue();
        assertThat(fit.model().expected(2, 22.35).orElseThrow()).isCloseTo(24.6586, within(1e-3));
        assertThat(ValueModel.correlation(repeaters).orElseThrow()).isCloseTo(0.114, within(5e-4));
    }

    /** An amount is gamma distributed with shape p and rate nu, nu of customers with shape q and rate v. */
    @Test
    void plantedParametersAreFound() {
        Random random = new Random(2);
        List<OrderValues> drawn = new ArrayList<>();
        for (int customer = 0; customer < 20_000; customer++) {
            int repeats = 1 + random.nextInt(8);
            double rate = OrderModelTest.gamma(4, random) / 60;
            drawn.add(new OrderValues(repeats, OrderModelTest.gamma(3.0 * repeats, random) / rate / repeats, 1));
        }

        ValueModel.Fit fit = ValueModel.fit(drawn);

        assertThat(fit.model().shape()).isCloseTo(3, withPercentage(6));
        assertThat(fit.model().tail()).isCloseTo(4, withPercentage(6));
        assertThat(fit.model().scale()).isCloseTo(60, withPercentage(8));
        assertThat(fit.model().expected().orElseThrow()).isCloseTo(3 * 60 / 3.0, withPercentage(2));
        assertThat(ValueModel.correlation(drawn).orElseThrow()).isCloseTo(0, within(0.03));
    }

    @Test
    void fewOrdersAreDrawnTowardsTheMeanOfAll() {
        ValueModel model = new ValueModel(6, 4, 15);

        // p v / (q - 1) = 30
        assertThat(model.expected().orElseThrow()).isEqualTo(30);
        assertThat(model.expected(1, 90).orElseThrow()).isEqualTo(6 * (15 + 90) / 9.0);
        assertThat(model.expected(100, 90).orElseThrow()).isBetween(89.0, 90.0);
        assertThat(new ValueModel(6, 0.9, 15).expected()).isEmpty();
    }

    @Test
    void customersWhoAreAllAlikeHaveNoCorrelationAndAFitAtASide() {
        List<OrderValues> alike = List.of(new OrderValues(2, 19.99, 40), new OrderValues(3, 19.99, 20));

        assertThat(ValueModel.correlation(alike)).isEmpty();
        ValueModel.Fit fit = ValueModel.fit(alike);
        assertThat(fit.isAtSide()).isTrue();
        assertThat(fit.model().expected(2, 19.99).orElseThrow()).isCloseTo(19.99, withPercentage(1));
    }

    @Test
    void unitOfMoneyDoesNotMatter() throws IOException {
        List<OrderValues> cents = cdnow().stream()
                .map(one -> new OrderValues(one.repeats(), one.mean() * 100, one.customers()))
                .toList();

        assertThat(ValueModel.fit(cents).model().scale()).isCloseTo(1544.77, withPercentage(0.01));
    }

    @Test
    void whatIsWorthNothingIsRefused() {
        assertThatThrownBy(() -> new OrderValues(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValueModel.fit(List.of())).hasMessageContaining("nothing to fit");
    }

    private static List<OrderValues> cdnow() throws IOException {
        return Files.readAllLines(SharedData.require("cdnow/customers_summary_with_transactions.csv")).stream()
                .skip(1)
                .map(line -> line.split(","))
                .filter(cells -> Integer.parseInt(cells[1]) > 0)
                .map(cells -> new OrderValues(Integer.parseInt(cells[1]), Double.parseDouble(cells[4]), 1))
                .toList();
    }
}
