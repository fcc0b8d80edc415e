package almanac.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the targets: net amount and units of every subcategory and month of the last two years, what the company is to reach in
 * the last year, and what one key account is to buy in each of its months.
 *
 * <p>The plan of a subcategory is what was sold times two factors of its category: so many times the units, at so many times the
 * price. A month that is not delivered to its end is planned as if the rest of it sold alike; months to come as the last one.
 */
final class Plan {

    /** Planned units as a part of those sold, by category. */
    static final Map<Category, BigDecimal> UNITS = Map.of(
            Category.BEVERAGES, new BigDecimal("1.25"),
            Category.SNACKS, new BigDecimal("0.80"),
            Category.HOUSEHOLD, new BigDecimal("1.00"),
            Category.PERSONAL_CARE, new BigDecimal("1.50"),
            Category.PET_CARE, new BigDecimal("1.00"));

    /** Planned prices likewise; the product with the factor of units has two decimals, so that amounts are exact. */
    static final Map<Category, BigDecimal> PRICES = Map.of(
            Category.BEVERAGES, new BigDecimal("0.96"),
            Category.SNACKS, new BigDecimal("1.05"),
            Category.HOUSEHOLD, new BigDecimal("1.10"),
            Category.PERSONAL_CARE, new BigDecimal("0.98"),
            Category.PET_CARE, new BigDecimal("1.00"));

    private static final String VERSION = "BUDGET";
    private static final BigDecimal OF_ACCOUNT = new BigDecimal("100.00");
    private static final int EXACT_DIGITS = 4;

    /** A target; the parts that it does not name are empty. */
    private record Target(
            YearMonth start, String type, String measure, BigDecimal value, String subcategory, String customer) {}

    private final SampleParameters parameters;
    private final Map<YearMonth, Map<String, Totals>> sold;

    private Plan(SampleParameters parameters, SalesTruth sales) {
        this.parameters = parameters;
        this.sold = sales.sales().entrySet().stream()
                .collect(Collectors.groupingBy(
                        cell -> YearMonth.from(cell.getKey().date()),
                        TreeMap::new,
                        Collectors.groupingBy(
                                cell -> cell.getKey().subcategory(),
                                TreeMap::new,
                                Collectors.reducing(Totals.ZERO, Map.Entry::getValue, Totals::add))));
    }

    /**
     * Writes the file.
     *
     * @throws almanac.error.Failure of storage if it cannot be written
     */
    static void write(SampleParameters parameters, SampleFolder folder, SalesTruth sales) {
        List<Target> targets = new Plan(parameters, sales).targets();
        folder.writeCsv(
                "targets/targets.csv",
                "period_start,period_type,measure,target_value,version,is_company_total,category_l2,customer_id",
                csv -> targets.forEach(target -> csv.writeRecord(
                        target.start().atDay(1).toString(),
                        target.type(),
                        target.measure(),
                        target.value().toPlainString(),
                        VERSION,
                        Boolean.toString(target.subcategory().isEmpty()
                                && target.customer().isEmpty()),
                        target.subcategory(),
                        target.customer())));
    }

    /** What the truth file tells of it: the factors, what every month and the last year are to bring, and the account. */
    static Map<String, Object> truth(SampleParameters parameters, SalesTruth sales) {
        Plan plan = new Plan(parameters, sales);
        Map<String, Object> truth = new LinkedHashMap<>();
        truth.put("version", VERSION);
        truth.put("unit_factor", byCategory(UNITS));
        truth.put("price_factor", byCategory(PRICES));
        truth.put(
                "net_amount_by_month",
                plan.months().stream()
                        .collect(Collectors.toMap(
                                YearMonth::toString, month -> plan.amount(month).toPlainString())));
        truth.put("net_amount_of_last_year", plan.amountOfLastYear().toPlainString());
        DimensionFiles.firstKeyAccount(parameters).ifPresent(account -> {
            truth.put("account_customer_id", account);
            truth.put("account_month_amount", OF_ACCOUNT.toPlainString());
        });
        return truth;
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (YearMonth month : months()) {
            for (Category category : Category.ALL) {
                for (String subcategory : category.subcategories()) {
                    targets.add(new Target(
                            month, "month", "NET_AMOUNT", amount(month, category, subcategory), subcategory, ""));
                    targets.add(new Target(
                            month, "month", "SALES_UNITS", units(month, category, subcategory), subcategory, ""));
                }
            }
        }
        targets.add(new Target(firstOfLastYear(), "year", "NET_AMOUNT", amountOfLastYear(), "", ""));
        Optional<String> account = DimensionFiles.firstKeyAccount(parameters);
        account.ifPresent(customer -> months().stream()
                .filter(month -> !month.isBefore(firstOfLastYear()))
                .forEach(month -> targets.add(new Target(month, "month", "NET_AMOUNT", OF_ACCOUNT, "", customer))));
        return targets;
    }

    /** From the first delivered month, if it lies in the last two years, to the end of the last. */
    private List<YearMonth> months() {
        YearMonth first = YearMonth.from(parameters.first());
        YearMonth start = firstOfLastYear().minusYears(1);
        List<YearMonth> months = new ArrayList<>();
        for (YearMonth month = first.isAfter(start) ? first : start;
                month.getYear() <= parameters.end().getYear();
                month = month.plusMonths(1)) {
            months.add(month);
        }
        return months;
    }

    private YearMonth firstOfLastYear() {
        return YearMonth.of(parameters.end().getYear(), 1);
    }

    private BigDecimal amountOfLastYear() {
        return months().stream()
                .filter(month -> !month.isBefore(firstOfLastYear()))
                .map(this::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal amount(YearMonth month) {
        BigDecimal amount = BigDecimal.ZERO;
        for (Category category : Category.ALL) {
            for (String subcategory : category.subcategories()) {
                amount = amount.add(amount(month, category, subcategory));
            }
        }
        return amount;
    }

    private BigDecimal amount(YearMonth month, Category category, String subcategory) {
        BigDecimal net = sold(month, subcategory).netAmount().max(BigDecimal.ZERO);
        return whole(month, net.multiply(UNITS.get(category)).multiply(PRICES.get(category)));
    }

    private BigDecimal units(YearMonth month, Category category, String subcategory) {
        BigDecimal units =
                BigDecimal.valueOf(Math.max(0, sold(month, subcategory).units()));
        return whole(month, units.multiply(UNITS.get(category)));
    }

    /** What was sold in a month, or in the last one where it is still to come. */
    private Totals sold(YearMonth month, String subcategory) {
        YearMonth last = YearMonth.from(parameters.end());
        Map<String, Totals> ofMonth = sold.getOrDefault(month.isAfter(last) ? last : month, Map.of());
        return ofMonth.getOrDefault(subcategory, Totals.ZERO);
    }

    /** What a month brings to its end that brought a value up to the last delivered day. */
    private BigDecimal whole(YearMonth month, BigDecimal value) {
        LocalDate end = parameters.end();
        YearMonth last = YearMonth.from(end);
        if (month.isBefore(last) || end.equals(last.atEndOfMonth())) {
            return value.setScale(EXACT_DIGITS, RoundingMode.HALF_UP);
        }
        return value.multiply(BigDecimal.valueOf(last.lengthOfMonth()))
                .divide(BigDecimal.valueOf(end.getDayOfMonth()), EXACT_DIGITS, RoundingMode.HALF_UP);
    }

    private static Map<String, Object> byCategory(Map<Category, BigDecimal> factors) {
        return factors.entrySet().stream()
                .collect(Collectors.toMap(
                        factor -> factor.getKey().title(),
                        factor -> factor.getValue().doubleValue()));
    }
}
