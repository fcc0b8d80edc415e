package almanac.sample;

import almanac.sample.Draws.Subject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prices, costs and promotions of every product on every day, in cents.
 *
 * <p>List prices change every 26 weeks, on another day for each product: they follow 2 % inflation and differ from it by
 * up to 12 % either way. Promotions last a fortnight, cut the price by 10, 20 or 30 %, and run in four of the eight
 * regions, so that the other four show what would have happened without.
 */
final class Prices {

    private static final int ERA_DAYS = 182;
    private static final int PROMOTION_DAYS = 14;
    private static final double PROMOTION_RATE = 0.15;
    private static final double INFLATION_OF_AN_ERA = 0.01;
    private static final double SPREAD = 0.12;

    /** Promotions start on Mondays. */
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2023, 1, 2);

    private final long seed;

    Prices(long seed) {
        this.seed = seed;
    }

    /** List price and standard cost of a product while they last, {@code last} included. */
    record Era(Product product, LocalDate start, LocalDate last, long list, long cost) {}

    /** A promotion of a product; {@code percent} is what it takes off the list price. */
    record Promotion(String id, Product product, LocalDate start, LocalDate end, int percent, List<String> regions) {}

    /** What a piece costs the buyer ({@code net}) in a region on a day, and why. */
    record Offer(
            long list,
            long net,
            long cost,
            @Nullable String promotionId,
            @Nullable String campaignId) {}

    /** List price and cost of a product on a day. */
    Era era(Product product, LocalDate day) {
        long offset = Draws.at(seed, Subject.PRICE, product.index(), -1, 0).nextInt(ERA_DAYS);
        long number = Math.floorDiv(sinceEarliest(day) - offset, ERA_DAYS);
        double jitter =
                Draws.at(seed, Subject.PRICE, product.index(), 0, number).nextDouble() * 2 - 1;
        double inflation = 1 + INFLATION_OF_AN_ERA * number;
        LocalDate start = SampleParameters.EARLIEST.plusDays(number * ERA_DAYS + offset);
        return new Era(
                product,
                start,
                start.plusDays(ERA_DAYS - 1L),
                Math.round(product.referencePrice() * inflation * (1 + SPREAD * jitter)),
                Math.round(product.referencePrice() * product.costRate() * inflation));
    }

    /** Every list price of a product between two days, in order. */
    List<Era> eras(Product product, LocalDate first, LocalDate last) {
        return Stream.iterate(
                        era(product, first),
                        era -> !era.start().isAfter(last),
                        era -> era(product, era.last().plusDays(1)))
                .toList();
    }

    /** The promotion of a product on a day, in whichever regions it runs. */
    Optional<Promotion> promotion(Product product, LocalDate day) {
        long fortnight = Math.floorDiv(day.toEpochDay() - FIRST_MONDAY.toEpochDay(), PROMOTION_DAYS);
        LocalDate start = FIRST_MONDAY.plusDays(fortnight * PROMOTION_DAYS);
        LocalDate end = start.plusDays(PROMOTION_DAYS - 1L);
        SplittableRandom random = Draws.at(seed, Subject.PROMOTION, product.index(), 0, fortnight);
        if (random.nextDouble() >= PROMOTION_RATE || !product.onSale(start) || !product.onSale(end)) {
            return Optional.empty();
        }
        int percent = 10 * (1 + random.nextInt(3));
        return Optional.of(
                new Promotion("PR-" + start + "-" + product.id(), product, start, end, percent, half(random)));
    }

    /** Every promotion that touches a span of days, by start and product. */
    List<Promotion> promotions(LocalDate first, LocalDate last) {
        return Stream.iterate(first, day -> !day.isAfter(last), day -> day.plusDays(1))
                .flatMap(day -> Assortment.PRODUCTS.stream()
                        .flatMap(product -> promotion(product, day).stream())
                        .filter(promotion -> promotion.start().equals(day) || day.equals(first)))
                .toList();
    }

    /** What a product costs in a region on a day. */
    Offer offer(Era era, Optional<Promotion> promotion, String region, LocalDate day) {
        String campaignId = Planted.CAMPAIGN.reaches(era.product(), region, day) ? Planted.CAMPAIGN.id() : null;
        return promotion
                .filter(running -> running.regions().contains(region))
                .map(running -> new Offer(
                        era.list(),
                        era.list() - Math.round(era.list() * running.percent() / 100.0),
                        era.cost(),
                        running.id(),
                        campaignId))
                .orElseGet(() -> new Offer(era.list(), era.list(), era.cost(), null, campaignId));
    }

    private static List<String> half(SplittableRandom random) {
        List<String> regions = new ArrayList<>(Network.REGIONS);
        while (regions.size() > Network.REGIONS.size() / 2) {
            regions.remove(random.nextInt(regions.size()));
        }
        return List.copyOf(regions);
    }

    private static long sinceEarliest(LocalDate day) {
        return day.toEpochDay() - SampleParameters.EARLIEST.toEpochDay();
    }
}
