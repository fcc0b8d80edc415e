package almanac.sample;

import almanac.sample.Prices.Offer;
import java.time.LocalDate;

/**
 * One line of an order. Amounts are cents.
 *
 * @param knownProduct whether the dimension of products has the product as the file names it
 * @param quantity pieces; negative where they come back
 * @param updated the day of the delivery that states it so
 */
record SalesLine(
        SalesOrder order,
        int number,
        Product product,
        boolean knownProduct,
        Offer offer,
        int quantity,
        LocalDate updated) {

    /** What wholesale buyers get back later, in percent of the net amount. */
    private static final int WHOLESALE_REBATE = 3;

    /** The product as the file names it. */
    String productId() {
        return knownProduct ? product.id() : "X" + product.id();
    }

    boolean isReturn() {
        return quantity < 0;
    }

    long listAmount() {
        return quantity * offer.list();
    }

    long netAmount() {
        return quantity * offer.net();
    }

    long costAmount() {
        return quantity * offer.cost();
    }

    long offInvoiceAmount() {
        return order.channelId().equals(Channels.WHOLESALE) ? netAmount() * WHOLESALE_REBATE / 100 : 0;
    }

    /** The same line as corrected on a later day: it was one piece more. */
    SalesLine restated(LocalDate on) {
        return new SalesLine(order, number, product, knownProduct, offer, quantity + 1, on);
    }

    /** Where it counts in the truth. */
    Cell cell() {
        return new Cell(
                order.date(),
                knownProduct ? product.category().title() : Cell.UNKNOWN,
                knownProduct ? product.subcategory() : Cell.UNKNOWN,
                order.knownStore() ? order.store().id() : Cell.UNKNOWN,
                order.knownStore() ? order.store().region() : Cell.UNKNOWN);
    }

    Totals totals() {
        return new Totals(1, netAmount(), quantity);
    }
}
