package almanac.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the page together: the template, the words, the data as JSON, and the scripts, each allowed by its hash. Whatever a name in
 * the data says, it is text: in the JSON no {@code <} can end the element, and the page never reads it as HTML.
 */
final class Page {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    /** The version stands in the pom as well; a path that is not there fails the first test. */
    private static final String LIBRARY = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    private static final List<String> SCRIPTS = List.of(
            "state.js",
            "format.js",
            "dom.js",
            "charts.js",
            "segments.js",
            "market.js",
            "forecast.js",
            "night.js",
            "main.js");

    private Page() {}

    /** The page as one text. */
    static String of(String company, PublishedNight night, List<String> words, Map<String, Object> data) {
        String library = text(LIBRARY);
        String script = SCRIPTS.stream().map(Page::own).collect(Collectors.joining("\n", "\"use strict\";\n", ""));
        Map<String, String> parts = Map.of(
                "company", escaped(company),
                "asof", night.asOf().toString(),
                "day", NightWords.day(night.asOf()),
                "policy", policy(library, script),
                "style", own("report.css"),
                "words",
                        words.stream()
                                .map(line -> "<li>" + marked(line) + "</li>")
                                .collect(Collectors.joining("\n")),
                "data", json(data),
                "library", library,
                "script", script,
                "licence", escaped(own("LICENSE")));
        return PLACE.matcher(own("report.html"))
                .replaceAll(place -> Matcher.quoteReplacement(
                        Objects.requireNonNull(parts.get(place.group(1)), "nothing to put at " + place.group())));
    }

    private static String policy(String... scripts) {
        String hashes = Stream.of(scripts).map(Page::hash).collect(Collectors.joining(" "));
        return "default-src 'none'; script-src " + hashes
                + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** JSON that no HTML parser takes for the end of its element. */
    static String json(Object data) {
        try {
            return JSON.writeValueAsString(data).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the data of the report cannot be written as JSON", e);
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The sentence, with the tables that it names between backticks set as code. */
    private static String marked(String sentence) {
        return escaped(sentence).replaceAll("`([a-z_.]+)`", "<code>$1</code>");
    }

    private static String own(String name) {
        return text("/almanac/report/" + name);
    }

    private static String text(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            return new String(
                    Objects.requireNonNull(in, resource + " is missing from the build")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }
}
