package almanac.sample;

import almanac.sample.Competition.Sold;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * The market panel: sell-out of every supplier per day, subcategory and region, one Parquet file per month.
 *
 * <p>Our own rows are exactly the accepted sales of known products in known stores, to the cent.
 */
final class MarketFiles {

    private static final MessageType SCHEMA = schema();

    private final SampleFolder folder;
    private final Competition competition;
    private final Map<Place, Totals> own = new HashMap<>();
    private final Map<MarketTruth.Key, Long> amounts = new HashMap<>();
    private long rows;

    private record Place(LocalDate date, String subcategory, String region) {}

    private MarketFiles(SampleParameters parameters, SampleFolder folder, Map<Cell, Totals> sales) {
        this.folder = folder;
        this.competition = new Competition(parameters);
        sales.forEach((cell, totals) ->
                own.merge(new Place(cell.date(), cell.subcategory(), cell.region()), totals, Totals::add));
    }

    /**
     * Writes a file for each month of the parameters' days.
     *
     * @param sales accepted sales after the last delivery
     * @throws almanac.error.Failure of storage if a file cannot be written
     */
    static MarketTruth write(SampleParameters parameters, SampleFolder folder, Map<Cell, Totals> sales) {
        MarketFiles files = new MarketFiles(parameters, folder, sales);
        parameters.dates().stream()
                .collect(Collectors.groupingBy(YearMonth::from, TreeMap::new, Collectors.toList()))
                .forEach(files::writeMonth);
        return new MarketTruth(files.rows, files.amounts);
    }

    private void writeMonth(YearMonth month, List<LocalDate> days) {
        String name = "market/market-" + month + ".parquet";
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        HadoopOutputFile.fromPath(folder.path(name), folder.configuration()))
                .withConf(folder.configuration())
                .withType(SCHEMA)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build()) {
            for (LocalDate day : days) {
                writeDay(day, writer);
            }
        } catch (IOException e) {
            throw SampleFolder.failed("writing " + folder.path(name), e);
        }
    }

    private void writeDay(LocalDate day, ParquetWriter<Group> writer) throws IOException {
        for (Category category : Category.ALL) {
            for (String subcategory : category.subcategories()) {
                for (String region : Network.REGIONS) {
                    Totals ours = own.getOrDefault(new Place(day, subcategory, region), Totals.ZERO);
                    Sold ourRow = new Sold(Assortment.COMPANY, ours.net(), ours.units());
                    writer.write(row(category, subcategory, region, day, ourRow));
                    for (Sold theirs : competition.sold(category, subcategory, region, day)) {
                        writer.write(row(category, subcategory, region, day, theirs));
                    }
                }
            }
        }
    }

    private Group row(Category category, String subcategory, String region, LocalDate day, Sold sold) {
        rows++;
        amounts.merge(
                new MarketTruth.Key(category.title(), day.getYear(), sold.supplierId()), sold.amount(), Long::sum);
        return new SimpleGroupFactory(SCHEMA)
                .newGroup()
                .append("period_start", Math.toIntExact(day.toEpochDay()))
                .append("period_type", "day")
                .append("category_key", subcategory)
                .append("geography_key", region)
                .append("supplier_id", sold.supplierId())
                .append("sales_amount", sold.amount())
                .append("sales_units", sold.units())
                .append("is_own", sold.supplierId().equals(Assortment.COMPANY))
                .append("basis", "SELL_OUT")
                .append("currency_code", SalesFile.CURRENCY);
    }

    private static MessageType schema() {
        return Types.buildMessage()
                .required(PrimitiveTypeName.INT32)
                .as(LogicalTypeAnnotation.dateType())
                .named("period_start")
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("period_type")
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("category_key")
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("geography_key")
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("supplier_id")
                .required(PrimitiveTypeName.INT64)
                .as(LogicalTypeAnnotation.decimalType(2, 18))
                .named("sales_amount")
                .required(PrimitiveTypeName.INT64)
                .named("sales_units")
                .required(PrimitiveTypeName.BOOLEAN)
                .named("is_own")
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("basis")
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("currency_code")
                .named("market");
    }
}
