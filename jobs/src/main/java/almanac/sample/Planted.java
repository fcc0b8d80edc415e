package almanac.sample;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What was planted beyond the single categories: the week, promotions, a campaign, a lost share, and events. */
final class Planted {

    /** Demand of a weekday relative to the mean of the week, Monday first. */
    static final List<Double> WEEKDAYS = List.of(0.85, 0.80, 0.90, 1.00, 1.25, 1.50, 0.70);

    /** Demand under a promotion, beyond what its lower price alone brings. */
    static final double PROMOTION_LIFT = 1.5;

    /** The part of its sales that a new product takes from the others: each sells whether others are launched or not. */
    static final double LAUNCH_CANNIBALISED = 0;

    /** Lines of a product in a store on a day have variance {@code mean + mean² / DISPERSION}. */
    static final double DISPERSION = 8;

    /** A regional campaign for one category. */
    static final Campaign CAMPAIGN = new Campaign(
            "CMP-2025-SPRING",
            Category.BEVERAGES,
            List.of("Hesse", "Brittany", "South Holland"),
            LocalDate.of(2025, 3, 3),
            LocalDate.of(2025, 4, 27),
            1.25);

    /** A competitor that takes a part of our demand in a category, for good. */
    static final ShareShift SHARE_SHIFT = new ShareShift(Category.SNACKS, "CASTRELLE", LocalDate.of(2025, 1, 1), 0.80);

    /** A supply failure of ours; the market was not touched by it. */
    private static final Event STRIKE =
            new Event("STRIKE-2024", "Port strike", LocalDate.of(2024, 6, 10), LocalDate.of(2024, 6, 23), 0.55, false);

    /** What multiplies our demand for a category in some regions for a while. */
    record Campaign(String id, Category category, List<String> regions, LocalDate start, LocalDate end, double lift) {
        boolean reaches(Product product, String region, LocalDate day) {
            return product.category().equals(category)
                    && !day.isBefore(start)
                    && !day.isAfter(end)
                    && regions.contains(region);
        }
    }

    /** What moves a part of our demand to a competitor; {@code kept} is the part that stays. */
    record ShareShift(Category category, String competitor, LocalDate from, double kept) {
        double keptOf(Category of, LocalDate day) {
            return of.equals(category) && !day.isBefore(from) ? kept : 1;
        }
    }

    /** What multiplies demand for a while: everybody's ({@code wholeMarket}) or ours alone. */
    record Event(String id, String name, LocalDate start, LocalDate end, double factor, boolean wholeMarket) {
        boolean covers(LocalDate day) {
            return !day.isBefore(start) && !day.isAfter(end);
        }
    }

    private Planted() {}

    /** The events that touch a span of days, in order of their start. */
    static List<Event> events(LocalDate first, LocalDate last) {
        Stream<Event> holidays =
                IntStream.rangeClosed(first.getYear(), last.getYear()).mapToObj(Planted::holidays);
        return Stream.concat(holidays, Stream.of(STRIKE))
                .filter(event -> !event.start().isAfter(last) && !event.end().isBefore(first))
                .sorted((left, right) -> left.start().compareTo(right.start()))
                .toList();
    }

    /** What a day's events multiply our demand by. */
    static double ownEvents(LocalDate day) {
        return factor(day, false);
    }

    /** What a day's events multiply everybody's demand by. */
    static double marketEvents(LocalDate day) {
        return factor(day, true);
    }

    /** What the day of the week multiplies demand by. */
    static double weekday(DayOfWeek weekday) {
        return WEEKDAYS.get(weekday.getValue() - 1);
    }

    private static double factor(LocalDate day, boolean wholeMarketOnly) {
        double factor = 1;
        for (Event event : List.of(holidays(day.getYear()), STRIKE)) {
            if (event.covers(day) && (event.wholeMarket() || !wholeMarketOnly)) {
                factor *= event.factor();
            }
        }
        return factor;
    }

    private static Event holidays(int year) {
        return new Event(
                "HOLIDAYS-" + year,
                "Winter holidays",
                LocalDate.of(year, 12, 18),
                LocalDate.of(year, 12, 31),
                1.25,
                true);
    }
}
