package almanac.onboard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** From what was recognised to how each input is made. */
final class Mappings {

    private static final List<String> DONE = List.of(
            "won", "closed won", "completed", "complete", "paid", "invoiced", "shipped", "delivered", "fulfilled");
    private static final double NEARLY_NONE = 0.02;
    private static final int MOST_STATES = 20;

    private Mappings() {}

    /** The mapping of a match. */
    static Mapping of(Match match) {
        Mapping mapping = new Mapping(match.table(), match.source());
        if (match.table().equals(Inputs.SALES)) {
            decideByArithmetic(match);
        }
        for (Found found : match.found()) {
            String role = found.role().column();
            if (!role.equals(Role.UNIT_PRICE) && !role.equals(Role.STATUS)) {
                map(mapping, found);
            }
        }
        match.open().forEach((role, candidates) -> {
            if (!role.equals(Role.UNIT_PRICE) && !role.equals(Role.STATUS)) {
                mapping.leaveOpen(role, candidates.stream().map(Found::told).toList());
            }
        });
        if (match.table().equals(Inputs.SALES)) {
            completeSales(mapping, match);
        }
        Set<String> mapped =
                match.found().stream().map(found -> found.role().column()).collect(Collectors.toSet());
        match.contradicted().stream()
                .filter(no -> !mapped.contains(no.role().column()))
                .forEach(no -> mapping.note(
                        no.column().name() + " is not taken for " + no.role().column() + ": it holds " + no.reason()));
        return mapping;
    }

    private static void map(Mapping mapping, Found found) {
        Profile column = found.column();
        String role = found.role().column();
        if (!found.calendar().isEmpty()) {
            joinDays(mapping, found);
        } else if (found.role().kind() == Role.Kind.DATE) {
            date(mapping, found);
        } else if (found.role().kind() == Role.Kind.ID && column.isWholeWithPoint()) {
            String plain = column.isTyped()
                    ? "cast(try_cast(" + Value.inSql(column.name()) + " AS BIGINT) AS STRING)"
                    : "regexp_replace(" + Value.inSql(column.name()) + ", '[.]0$', '')";
            mapping.map(role, Value.sql(plain), "whole numbers written with .0, such as " + column.examples());
        } else {
            mapping.map(role, Value.column(column.name()), found.reason());
        }
    }

    private static void date(Mapping mapping, Found found) {
        Profile column = found.column();
        String role = found.role().column();
        DateNotation notation = column.dates().orElse(DateNotation.ISO);
        if (!notation.rival().isEmpty()) {
            mapping.leaveOpen(
                    role,
                    List.of(
                            column.name() + " as " + notation.pattern() + ": " + column.examples(),
                            column.name() + " as " + notation.rival() + ", which reads all values too, as other days"));
        } else if (notation.hasFraction()) {
            mapping.map(role, Value.sql("left(" + Value.inSql(column.name()) + ", 10)"), found.reason());
        } else if ((column.isTyped() && !column.type().equals("string")) || notation.equals(DateNotation.ISO)) {
            mapping.map(role, Value.column(column.name()), found.reason());
        } else {
            mapping.map(role, Value.parsed(column.name(), notation.pattern()), found.reason());
        }
    }

    private static void joinDays(Mapping mapping, Found found) {
        Profiled calendar = found.calendar().get(0);
        String key = calendar.key().map(Profile::name).orElseThrow();
        String day = calendar.dayOfKey().map(Profile::name).orElseThrow();
        String alias = found.role().column() + "_day";
        mapping.join(
                calendar.name(),
                alias,
                alias + "." + Texts.quoted(key) + " = "
                        + Value.inSql(found.column().name()));
        mapping.map(found.role().column(), Value.sql(alias + "." + Texts.quoted(day)), found.reason());
    }

    /** Of several amounts the one that quantity times price gives is the line's. */
    private static void decideByArithmetic(Match match) {
        List<Found> candidates = match.open().getOrDefault("net_amount", List.of());
        List<Found> prices = new ArrayList<>(match.open().getOrDefault(Role.UNIT_PRICE, List.of()));
        match.found(Role.UNIT_PRICE).ifPresent(prices::add);
        match.found("quantity").ifPresent(quantity -> {
            List<Found> exact = candidates.stream()
                    .filter(candidate -> prices.stream()
                            .anyMatch(price -> price.column() != candidate.column()
                                    && Arithmetic.of(quantity.column(), price.column(), candidate.column())
                                            .holds()))
                    .toList();
            if (exact.size() == 1) {
                match.decide("net_amount", exact.get(0));
            }
        });
    }

    private static void completeSales(Mapping mapping, Match match) {
        amount(mapping, match);
        orderAndLine(mapping, match);
        boolean countsNothing =
                !mapping.columns().containsKey("quantity") && !mapping.open().containsKey("quantity");
        if (countsNothing) {
            mapping.map(
                    "quantity", Value.constant("1"), "no column counts units, so a line counts as one: is that right?");
        }
        match.found(Role.STATUS).ifPresent(status -> state(mapping, status.column()));
    }

    private static void amount(Mapping mapping, Match match) {
        var quantity = match.found("quantity");
        var price = match.found(Role.UNIT_PRICE);
        if (quantity.isEmpty() || price.isEmpty()) {
            return;
        }
        Profile units = quantity.get().column();
        Profile each = price.get().column();
        var amount = match.found("net_amount");
        if (amount.isPresent()) {
            Arithmetic found = Arithmetic.of(units, each, amount.get().column());
            if (found.holds()) {
                mapping.map("net_amount", Value.column(amount.get().column().name()), found.told(units, each));
            } else if (found.rows() > 0) {
                mapping.note("net_amount is " + found.told(units, each)
                        + " only; discounts or taxes may lie between: see that it is net of both");
            }
        } else if (!mapping.open().containsKey("net_amount")) {
            boolean mayBeSwapped = units.fractions() > 0.1 && each.fractions() == 0;
            if (!mayBeSwapped) {
                mapping.map(
                        "net_amount",
                        Value.sql(String.format(
                                "try_cast(%s AS DECIMAL(18, 4)) * try_cast(%s AS DECIMAL(18, 4))",
                                Value.inSql(units.name()), Value.inSql(each.name()))),
                        "no column has the amount of a line, so it is made of quantity and price");
            } else {
                mapping.leaveOpen("net_amount", List.of(units.name() + " * " + each.name()));
                mapping.leaveOpen(
                        "quantity",
                        List.of(
                                units.name() + ", whose values have fractions: " + units.examples(),
                                each.name() + ", whose values are whole: " + each.examples()));
            }
        }
    }

    private static void orderAndLine(Mapping mapping, Match match) {
        List<Found> candidates = new ArrayList<>();
        match.found("order_line_id").ifPresent(candidates::add);
        match.found("order_id").ifPresent(candidates::add);
        candidates.addAll(match.open().getOrDefault("order_id", List.of()));
        for (Found candidate : candidates) {
            OptionalInt digits = LineNumbers.digits(candidate.column());
            if (digits.isPresent()) {
                String column = Value.inSql(candidate.column().name());
                mapping.map(
                        "order_id",
                        Value.sql("left(" + column + ", length(" + column + ") - " + digits.getAsInt() + ")"),
                        "the last " + digits.getAsInt() + " digits of "
                                + candidate.column().name() + " count the lines of an order");
                mapping.map(
                        "order_line_id",
                        Value.column(candidate.column().name()),
                        "no value comes twice in "
                                + String.format("%,d rows", candidate.column().filled()));
                return;
            }
        }
        match.found("order_id")
                .filter(order -> order.column().isUnique())
                .ifPresent(order -> mapping.note(
                        "every row has an " + order.column().name() + " of its own: orders have one line each"));
    }

    /** Rows whose state says that nothing was sold do not count. */
    private static void state(Mapping mapping, Profile status) {
        if (status.distinct().size() > MOST_STATES || status.distinct().size() < 2) {
            return;
        }
        Set<String> done = new LinkedHashSet<>();
        status.distinct().stream()
                .filter(state -> DONE.contains(state.toLowerCase(Locale.ROOT)))
                .forEach(done::add);
        String states = String.join(", ", status.distinct().stream().sorted().toList());
        if (done.size() == 1) {
            String won = done.iterator().next();
            mapping.keepOnly(Value.inSql(status.name()) + " = '" + won.replace("'", "''") + "'");
            mapping.note(String.format(
                    "only rows whose %s is %s count as sales, %s of them; there are also: %s",
                    status.name(), won, Texts.percent(status.share(won::equals)), states));
        } else if (status.share(state -> true) > NEARLY_NONE) {
            mapping.note("every row counts, whatever its " + status.name() + " (" + states
                    + "): add a WHERE if some are no sales");
        }
    }
}
