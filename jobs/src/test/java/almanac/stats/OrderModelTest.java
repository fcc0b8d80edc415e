package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import almanac.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BG/NBD against the published fit of CDNOW, against scipy, and on customers drawn from known parameters. */
class OrderModelTest {

    /** The parameters of the article, in weeks. */
    private static final OrderModel CDNOW = new OrderModel(0.24259, 4.41353, 0.79289, 2.42575);

    @Test
    void fitOfCdnowIsThePublishedOne() throws IOException {
        OrderModel.Fit fit = OrderModel.fit(cdnow(1));

        // The article prints r 0.243, alpha 4.414, a 0.793, b 2.426, LL -9582.4.
        assertThat(fit.model().shape()).isCloseTo(0.24259, withPercentage(0.01));
        assertThat(fit.model().scale()).isCloseTo(4.41353, withPercentage(0.01));
        assertThat(fit.model().leave()).isCloseTo(0.79289, withPercentage(0.01));
        assertThat(fit.model().stay()).isCloseTo(2.42575, withPercentage(0.01));
        assertThat(fit.logLikelihood()).isCloseTo(-9582.4256, within(1e-4));
        assertThat(fit.hasConverged()).isTrue();
        assertThat(fit.isAtSide()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {7, 604_800, 1e-3})
    void unitOfTimeDoesNotMatter(double unit) throws IOException {
        OrderModel.Fit weeks = OrderModel.fit(cdnow(1));
        OrderModel.Fit other = OrderModel.fit(cdnow(unit));

        assertThat(other.model().shape()).isCloseTo(weeks.model().shape(), withPercentage(1e-6));
        assertThat(other.model().scale() / unit).isCloseTo(weeks.model().scale(), withPercentage(1e-6));
        assertThat(other.model().leave()).isCloseTo(weeks.model().leave(), withPercentage(1e-6));
    }

    @Test
    void orderOfCustomersAndGroupingDoNotMatter() throws IOException {
        List<RepeatOrders> shuffled = new ArrayList<>(cdnow(1));
        Collections.shuffle(shuffled, new Random(3));
        List<RepeatOrders> doubled = shuffled.stream()
                .map(one -> new RepeatOrders(one.repeats(), one.last(), one.age(), 1000))
                .toList();

        assertThat(OrderModel.fit(shuffled).model().scale()).isCloseTo(4.41353, withPercentage(0.01));
        assertThat(OrderModel.fit(doubled).model().scale()).isCloseTo(4.41353, withPercentage(0.01));
        assertThat(OrderModel.fit(doubled).logLikelihood()).isCloseTo(-9_582_425.6, within(0.1));
    }

    @Test
    void firstCustomerOfCdnowIsAsPublished() {
        assertThat(CDNOW.alive(2, 30.43, 38.86)).isCloseTo(0.726609, within(1e-5));
        assertThat(CDNOW.expected(2, 30.43, 38.86, 39)).isCloseTo(1.225910, within(1e-5));
    }

    /** scipy 1.17.1: the formula of the article with {@code scipy.special.hyp2f1}. */
    @ParameterizedTest
    @CsvSource({
        "0.24259, 4.41353, 0.79289, 2.42575, 0, 0, 38.86, 39, 0.19477846612843658",
        "0.24259, 4.41353, 0.79289, 2.42575, 26, 38.71, 38.86, 39, 17.7392819990943",
        "2.5, 20, 3.5, 1.2, 4, 10, 30, 100, 0.11671319561559998",
        "1, 10, 0.2, 0.3, 0, 0, 5, 50, 2.005603925728388",
        "300, 9000, 0.7, 2, 300, 360, 365, 365, 22.705197229384552",
        "1, 0.001, 5, 2, 0, 0, 0, 100, 1.499975000499985",
        // The article divides by a - 1: the mean of scipy at 1 - 1e-4 and 1 + 1e-4.
        "0.5, 5, 1, 2, 3, 10, 30, 20, 0.2849279122"
    })
    void expectationIsThatOfTheArticle(
            double r, double alpha, double a, double b, int x, double last, double age, double time, double expected) {
        assertThat(new OrderModel(r, alpha, a, b).expected(x, last, age, time)).isCloseTo(expected, within(1e-8));
    }

    @Test
    void whereNobodyLeavesOrdersGoOnAtTheirRate() {
        OrderModel steady = new OrderModel(2, 30, 0, 1);

        // (r + x) / (alpha + T) * t
        assertThat(steady.expected(3, 50, 70, 20)).isCloseTo(5.0 / 100 * 20, within(1e-12));
        assertThat(steady.expected(0, 0, 70, 20)).isCloseTo(2.0 / 100 * 20, within(1e-12));
        assertThat(steady.alive(3, 1, 1000)).isEqualTo(1);
    }

    @Test
    void discountTakesLessOfWhatComesSooner() {
        double whole = CDNOW.expected(2, 30.43, 38.86, 52);
        double weekly = Math.log(1.1) / 52;

        // 520 steps are nearly the integral.
        assertThat(CDNOW.discounted(2, 30.43, 38.86, 52, weekly, 12))
                .isCloseTo(CDNOW.discounted(2, 30.43, 38.86, 52, weekly, 520), withPercentage(0.02))
                .isBetween(whole / 1.1, whole);
        assertThat(CDNOW.discounted(2, 30.43, 38.86, 52, 0, 12)).isCloseTo(whole, within(1e-12));
    }

    /** Drawn by the story of the model; with 20,000 customers the standard errors are about 3 to 6 %. */
    @Test
    void plantedParametersAreFound() {
        OrderModel planted = new OrderModel(0.8, 60, 0.9, 3);

        OrderModel.Fit fit = OrderModel.fit(drawn(planted, 20_000, 730, new Random(11)));

        assertThat(fit.model().shape()).isCloseTo(0.8, withPercentage(8));
        assertThat(fit.model().scale()).isCloseTo(60, withPercentage(8));
        assertThat(fit.model().leave() / (fit.model().leave() + fit.model().stay()))
                .isCloseTo(0.9 / 3.9, withPercentage(8));
        assertThat(fit.hasConverged()).isTrue();
    }

    @Test
    void whereNobodyLeavesTheFitSaysThatItIsAtASide() {
        OrderModel.Fit fit = OrderModel.fit(drawn(new OrderModel(2, 40, 1e-9, 1), 3_000, 400, new Random(5)));

        assertThat(fit.hasConverged()).isTrue();
        assertThat(fit.isAtSide()).isTrue();
        assertThat(fit.model().alive(5, 300, 330)).isGreaterThan(0.98);
        assertThat(fit.model().shape() / fit.model().scale()).isCloseTo(0.05, withPercentage(5));
    }

    @Test
    void anyCustomersEndInAFiniteFit() {
        List<List<RepeatOrders>> odd = List.of(
                List.of(new RepeatOrders(1, 1, 1, 1)),
                List.of(new RepeatOrders(0, 0, 10, 5)),
                List.of(new RepeatOrders(1000, 365, 365, 50)),
                List.of(new RepeatOrders(1000, 10, 3650, 50), new RepeatOrders(0, 0, 0, 1_000_000)),
                List.of(new RepeatOrders(3, 0, 100, 7), new RepeatOrders(1, 100, 100, 7)));

        assertThat(odd).allSatisfy(groups -> {
            OrderModel.Fit fit = OrderModel.fit(groups);
            assertThat(fit.logLikelihood()).isFinite();
            RepeatOrders one = groups.get(0);
            assertThat(fit.model().alive(one.repeats(), one.last(), one.age())).isBetween(0.0, 1.0);
            assertThat(fit.model().expected(one.repeats(), one.last(), one.age(), 365))
                    .isFinite()
                    .isNotNegative();
        });
    }

    @Test
    void whatNoCustomerCanBeIsRefused() {
        assertThatThrownBy(() -> new RepeatOrders(1, 5, 4, 1)).hasMessageContaining("at an age of 4.0");
        assertThatThrownBy(() -> new RepeatOrders(0, 1, 4, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OrderModel.fit(List.of(new RepeatOrders(0, 0, 0, 3))))
                .hasMessageContaining("no age");
    }

    /** The customers of the published fit, in weeks times a unit. */
    private static List<RepeatOrders> cdnow(double unit) throws IOException {
        return Files.readAllLines(SharedData.require("cdnow/customers_summary_with_transactions.csv")).stream()
                .skip(1)
                .map(line -> line.split(","))
                .map(cells -> new RepeatOrders(
                        Integer.parseInt(cells[1]),
                        Double.parseDouble(cells[2]) * unit,
                        Double.parseDouble(cells[3]) * unit,
                        1))
                .toList();
    }

    private static List<RepeatOrders> drawn(OrderModel model, int customers, double days, Random random) {
        List<RepeatOrders> drawn = new ArrayList<>();
        for (int customer = 0; customer < customers; customer++) {
            double age = days * random.nextDouble();
            double rate = gamma(model.shape(), random) / model.scale();
            double one = gamma(model.leave(), random);
            double leaves = one / (one + gamma(model.stay(), random));
            double last = 0;
            int repeats = 0;
            double next = -Math.log(1 - random.nextDouble()) / rate;
            while (next <= age) {
                repeats++;
                last = next;
                next = random.nextDouble() < leaves
                        ? Double.POSITIVE_INFINITY
                        : last - Math.log(1 - random.nextDouble()) / rate;
            }
            drawn.add(new RepeatOrders(repeats, last, age, 1));
        }
        return drawn;
    }

    /** Marsaglia and Tsang (2000), doi:10.1145/358407.358414. */
    static double gamma(double shape, Random random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
