package almanac.onboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.error.Failure;
import almanac.lake.survey.LakeSurvey;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lakes whose names say one thing and whose values another: nothing wrong may be chosen in silence. */
class MisleadingLakesTest {

    @TempDir
    Path folder;

    private Path lake() {
        return folder.resolve("lake");
    }

    private void file(String name, String text) throws IOException {
        Path path = lake().resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String lines(String header, int count, String pattern) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        String.format(pattern, i, 1000 + i / 2, i % 7 + 1, i % 28 + 1, (i % 7 + 1) * 1.25, 100 + i % 5))
                .collect(Collectors.joining("\n", header + "\n", "\n"));
    }

    private Proposal propose() {
        return Proposal.of(LakeSurvey.of(TestSession.get(), lake().toString()), null);
    }

    private Mapping sales() {
        return propose().mappings().stream()
                .filter(mapping -> mapping.table().equals("sales"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void dateThatHoldsNoDatesIsNotTakenForOne() throws IOException {
        file(
                "orders.csv",
                lines(
                        "order_no,date,sold_on_date,sku,qty,amount",
                        60,
                        "%2$d,batch %1$d,2024-03-%4$02d,%6$d,%3$d,%5$.2f"));

        Mapping sales = sales();

        assertThat(sales.columns().get("order_date")).isEqualTo(Value.column("sold_on_date"));
    }

    @Test
    void amountThatIsTextIsNotTakenForOne() throws IOException {
        file(
                "orders.csv",
                lines(
                        "order_no,order_date,sku,qty,net_amount,unit_price",
                        60,
                        "%2$d,2024-03-%4$02d,%6$d,%3$d,paid,1.25"));

        Mapping sales = sales();

        assertThat(sales.columns().get("net_amount").expression()).contains("s.qty", "s.unit_price");
        assertThat(sales.notes()).doesNotContain("net_amount");
    }

    @Test
    void ofTwoAmountsNoneIsChosenWhereNothingTellsThemApart() throws IOException {
        file(
                "orders.csv",
                lines(
                        "order_no,order_date,sku,qty,net_sales,net_revenue",
                        60,
                        "%2$d,2024-03-%4$02d,%6$d,%3$d,%5$.2f,9.%4$02d"));

        Proposal proposal = propose();

        assertThat(proposal.mappings().get(0).columns()).doesNotContainKey("net_amount");
        assertThat(proposal.isComplete()).isFalse();
        assertThat(proposal.decisions())
                .anyMatch(text ->
                        text.contains("net_amount") && text.contains("net_sales") && text.contains("net_revenue"));
        assertThat(ConfigurationText.of(proposal, "x", lake().toString(), "w"))
                .contains("# net_amount = net_sales", "# net_amount = net_revenue");
    }

    @Test
    void ofTwoAmountsTheOneThatIsQuantityTimesPriceIsChosen() throws IOException {
        file(
                "orders.csv",
                lines(
                        "order_no,order_date,sku,qty,net_sales,net_revenue,unit_price",
                        60,
                        "%2$d,2024-03-%4$02d,%6$d,%3$d,%5$.2f,9.%4$02d,1.25"));

        Mapping sales = sales();

        assertThat(sales.columns().get("net_amount")).isEqualTo(Value.column("net_sales"));
        assertThat(sales.evidence("net_amount")).isEqualTo("qty * unit_price to the cent in 60 of 60 rows");
    }

    @Test
    void quantityAndPriceThatSeemSwappedAreLeftOpen() throws IOException {
        file(
                "orders.csv",
                lines("order_no,order_date,sku,quantity,unit_price", 60, "%2$d,2024-03-%4$02d,%6$d,%4$d.95,%3$d"));

        Proposal proposal = propose();

        assertThat(proposal.isComplete()).isFalse();
    }

    @Test
    void keysThatSeemSwappedAreLeftOpen() throws IOException {
        file(
                "orders.csv",
                lines(
                        "order_no,order_date,product_id,store_id,qty,amount",
                        60,
                        "%2$d,2024-03-%4$02d,S%3$d,P%6$d,%3$d,%5$.2f"));
        file("products.csv", "product_id,product_name\nP100,a\nP101,b\nP102,c\nP103,d\nP104,e\n");
        file("stores.csv", "store_id,store_name\nS1,a\nS2,b\nS3,c\nS4,d\nS5,e\nS6,f\nS7,g\n");

        Mapping sales = sales();

        assertThat(sales.columns()).doesNotContainKeys("product_id", "store_id");
        assertThat(sales.open().get("product_id").get(0)).contains("store_id", "100 % of its values");
    }

    @Test
    void datesThatTwoNotationsReadAreLeftOpen() throws IOException {
        file(
                "orders.csv",
                lines("order_no,order_date,sku,qty,amount", 40, "%2$d,0%3$d/0%3$d/2024,%6$d,%3$d,%5$.2f")
                        .replace("01/01/2024", "01/02/2024"));

        Mapping sales = sales();

        assertThat(sales.open().get("order_date"))
                .anyMatch(text -> text.contains("dd/MM/yyyy"))
                .anyMatch(text -> text.contains("MM/dd/yyyy"));
    }

    @Test
    void delimiterAndCharacterSetAreSeen() throws IOException {
        Files.createDirectories(lake());
        Files.write(
                lake().resolve("orders.csv"),
                lines("order_no;order_date;sku;qty;amount", 40, "%2$d;%4$02d.03.2024;Käse%6$d;%3$d;%5$.2f")
                        .getBytes(Charset.forName("windows-1252")));

        String text = ConfigurationText.of(propose(), "x", lake().toString(), "w");

        assertThat(text).contains("delimiter = \";\"", "encoding = \"windows-1252\"", "format = \"dd.MM.yyyy\"");
    }

    @Test
    void lakeThatIsNotThereOrEmptyOrUnreadableIsRefusedWithARemedy() throws IOException {
        assertThatThrownBy(this::propose).isInstanceOf(Failure.class).hasMessageContaining("is not there");
        Files.createDirectories(lake());
        assertThatThrownBy(this::propose).isInstanceOf(Failure.class).hasMessageContaining("holds no file");
        file("a.xlsx", "PK");
        file("b.json", "[1,\n2]\n");
        assertThatThrownBy(this::propose)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no file that can be read")
                .satisfies(failure -> assertThat(((Failure) failure).describe())
                        .contains("a.xlsx: its extension", "b.json: It is not one JSON object a line"));
    }

    @Test
    void lakeWithoutSalesSaysSo() throws IOException {
        file("weather.csv", "station,wind,rain\n1,2,3\n2,3,4\n");

        Proposal proposal = propose();

        assertThat(proposal.isComplete()).isFalse();
        assertThat(proposal.decisions()).anyMatch(text -> text.startsWith("sales: no source"));
        assertThat(Summary.of(proposal, "lake", "my.conf")).contains("weather", "it lacks what is to be decided");
    }
}
