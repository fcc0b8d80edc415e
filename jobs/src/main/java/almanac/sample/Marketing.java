package almanac.sample;

import almanac.sample.Draws.Subject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was done to sell more and what was spent on it: the planted campaign, others that did nothing, and monthly spend. */
final class Marketing {

    /** Cents that each row of a campaign costs at scale 1. */
    static final long COST_OF_A_ROW = 150_000;

    /** Cents that a channel spends on media in a month at scale 1; people cost half of it. */
    static final long MEDIA_OF_A_MONTH = 40_000;

    /** A campaign in the very regions and category of nothing: it lifts no sales. */
    static final Row IDLE = new Row(
            "CMP-2024-AUTUMN",
            "Autumn posters",
            "POSTERS",
            LocalDate.of(2024, 9, 2),
            LocalDate.of(2024, 10, 27),
            null,
            Category.SNACKS);

    /** A campaign everywhere, which leaves nobody to compare with. */
    static final Row EVERYWHERE = new Row(
            "CMP-2025-TV",
            "Television",
            "TV",
            LocalDate.of(2025, 6, 2),
            LocalDate.of(2025, 6, 29),
            null,
            Category.BEVERAGES);

    /** Letters to customers drawn by lot, while others drawn were held out: they lift no sales. */
    static final Row LETTERS = new Row(
            "CMP-2025-LETTERS",
            "Letters",
            "LETTER",
            LocalDate.of(2025, 9, 1),
            LocalDate.of(2025, 10, 26),
            null,
            Category.SNACKS);

    /** An initiative that comes to regions one after the other, and changes nothing. */
    static final String PITCH = "INI-2024-PITCH";

    /** A row of the calendar. */
    record Row(
            String id,
            String name,
            String type,
            LocalDate start,
            LocalDate end,
            @Nullable String region,
            Category category) {

        private Row in(String place) {
            return new Row(id, name, type, start, end, place, category);
        }
    }

    /** A customer whom letters go to, or who is held out. */
    record Exposure(String customer, boolean isTreated) {}

    /** What a channel spends on a day. */
    record Spend(LocalDate date, String channel, String type, long cents) {}

    private Marketing() {}

    /** The rows of the campaigns that start on a delivered day. */
    static List<Row> campaigns(SampleParameters parameters) {
        Row spring = new Row(
                Planted.CAMPAIGN.id(),
                "Spring tastings",
                "TASTING",
                Planted.CAMPAIGN.start(),
                Planted.CAMPAIGN.end(),
                null,
                Planted.CAMPAIGN.category());
        return delivered(
                parameters,
                Stream.of(
                                Stream.of("Bavaria", "Brittany", "Saxony").map(IDLE::in),
                                Planted.CAMPAIGN.regions().stream().map(spring::in),
                                Stream.of(EVERYWHERE, LETTERS))
                        .flatMap(rows -> rows));
    }

    /** The rows of the initiatives that start on a delivered day. */
    static List<Row> initiatives(SampleParameters parameters) {
        LocalDate start = LocalDate.of(2024, 4, 1);
        List<Row> rows = new ArrayList<>();
        for (String region : List.of("Bavaria", "Saxony")) {
            rows.add(new Row(PITCH, "New pitch", "TRAINING", start, start.plusDays(83), region, Category.SNACKS));
            start = start.plusDays(28);
        }
        return delivered(parameters, rows.stream());
    }

    /** Of the customers known when letters go out, half get one and a quarter is held out; none where they are not delivered. */
    static List<Exposure> letters(SampleParameters parameters) {
        List<Exposure> letters = new ArrayList<>();
        Customers customers = new Customers(parameters);
        int known = delivered(parameters, Stream.of(LETTERS)).isEmpty() ? 0 : customers.known(LETTERS.start());
        for (Store store : Network.STORES) {
            for (int number = 0; number < known; number++) {
                int lot = Draws.at(parameters.seed(), Subject.CUSTOMER, store.index(), number, 2)
                        .nextInt(4);
                if (lot < 3) {
                    letters.add(new Exposure(customers.id(store, number), lot < 2));
                }
            }
        }
        return List.copyOf(letters);
    }

    /** What every channel spends on the first day of each month that is delivered. */
    static List<Spend> spend(SampleParameters parameters) {
        List<Spend> spend = new ArrayList<>();
        long media = Math.round(MEDIA_OF_A_MONTH * parameters.scale());
        for (LocalDate day = YearMonth.from(parameters.first()).atDay(1);
                !day.isAfter(parameters.end());
                day = day.plusMonths(1)) {
            for (Channels.Channel channel : Channels.ALL) {
                if (!day.isBefore(parameters.first())) {
                    spend.add(new Spend(day, channel.id(), "MEDIA", media));
                    spend.add(new Spend(day, channel.id(), "PEOPLE", media / 2));
                }
            }
        }
        return List.copyOf(spend);
    }

    /** What a row costs. */
    static long cost(SampleParameters parameters) {
        return Math.round(COST_OF_A_ROW * parameters.scale());
    }

    private static List<Row> delivered(SampleParameters parameters, Stream<Row> rows) {
        return rows.filter(row -> !row.start().isBefore(parameters.first())
                        && !row.start().isAfter(parameters.end()))
                .toList();
    }
}
