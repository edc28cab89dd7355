package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.AcceptEncoding;
import otus.server.staticfiles.file.PrecompressedFile;
import otus.server.staticfiles.file.Variant;
import otus.server.staticfiles.lookup.PrecompressedVariants;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.version.FileFacts;

/// Fuzz target: the available variant with the greatest weight in `Accept-Encoding` is chosen, and
/// plugins get the same weights. The expected weights are computed by a regular expression for the
/// members and decimal numbers. Public, as the fuzzer requires.
public final class EncodingFuzz {
  private static final FileFacts FACTS = new FileFacts(1, Instant.EPOCH, 1, 0);
  private static final Pattern MEMBER =
      Pattern.compile(
          "[ \t]*([^ \t;]*)(?:[ \t]*;[ \t]*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?[ \t]*");

  private EncodingFuzz() {}

  /// Called by the fuzzer, and by `FuzzCorpusTest` for each seed. The first octet selects the
  /// available variants, the rest is the header.
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String value = FuzzedHeader.value(Arrays.copyOfRange(data, 1, data.length));
    List<Variant> variants = new ArrayList<>();
    for (ContentCoding coding : ContentCoding.values()) {
      if ((data[0] >> coding.ordinal() & 1) != 0) {
        variants.add(new Variant(new PrecompressedFile(coding, List.of(Path.of("a")), FACTS)));
      }
    }
    Variant best = PrecompressedVariants.best(value, variants);
    assertEquals(expected(value, variants), best == null ? null : best.precompressed().coding());
    Map<String, BigDecimal> weights = weights(value);
    for (String coding : List.of("gzip", "br", "identity")) {
      // If it is not named, `identity` is acceptable, but with less weight than any named coding.
      BigDecimal unnamed = BigDecimal.valueOf(coding.equals("identity") ? 1 : 0, 3);
      BigDecimal weight = weights.getOrDefault(coding, weights.getOrDefault("*", unnamed));
      assertEquals(
          weight.movePointRight(3).intValueExact(), AcceptEncoding.weight(value, coding), coding);
    }
  }

  private static @Nullable ContentCoding expected(String value, List<Variant> variants) {
    Map<String, BigDecimal> weights = weights(value);
    BigDecimal max = weight(weights, "identity");
    ContentCoding best = null;
    for (Variant variant : variants) {
      ContentCoding coding = variant.precompressed().coding();
      BigDecimal weight = weight(weights, coding.token);
      // A variant with the weight of the original is sent, because it is shorter; a variant with
      // weight 0 is never sent.
      boolean better = best == null ? weight.compareTo(max) >= 0 : weight.compareTo(max) > 0;
      if (weight.signum() > 0 && better) {
        best = coding;
        max = weight;
      }
    }
    return best;
  }

  private static BigDecimal weight(Map<String, BigDecimal> weights, String coding) {
    return weights.getOrDefault(coding, weights.getOrDefault("*", BigDecimal.ZERO));
  }

  private static Map<String, BigDecimal> weights(String value) {
    Map<String, BigDecimal> weights = new HashMap<>();
    for (String member : value.split(",", -1)) {
      Matcher matcher = MEMBER.matcher(member);
      if (matcher.matches()) {
        String coding = matcher.group(1).toLowerCase(Locale.ROOT);
        String weight = matcher.group(2) == null ? "1" : matcher.group(2);
        weights.merge(
            coding.equals("x-gzip") ? "gzip" : coding, new BigDecimal(weight), BigDecimal::min);
      }
    }
    return weights;
  }
}
