package otus.server.staticfiles.conditional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.HttpDate;
import otus.server.api.Method;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.FuzzedHeader;

/// Fuzz target: for any headers, the decision follows RFC 9110 §13.2.2, implemented a second time
/// here step by step, with entity tags found by a regular expression. Public, as the fuzzer
/// requires.
public final class ConditionFuzz {
  private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37Z");
  private static final Instant NOW = Instant.parse("1994-11-20T00:00:00Z");
  private static final Pattern TAG =
      Pattern.compile("[ \t,]*((W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\")(?=[ \t]*(,|\\z))");
  private static final List<String> NAMES =
      List.of(
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "If-Range",
          "Range",
          "if-match",
          "IF-NONE-MATCH",
          "Accept");

  private ConditionFuzz() {}

  /// Called by the fuzzer, and by `FuzzCorpusTest` for each seed. The first octet selects the
  /// method and the state of the file; then each line is a header, and its first octet selects the
  /// name.
  public static void fuzzerTestOneInput(byte[] data) {
    String[] lines = new String(data, StandardCharsets.ISO_8859_1).split("\n", -1);
    int first = data.length == 0 ? 0 : data[0];
    Headers.Builder fields = Headers.builder();
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].isEmpty()) {
        String name = NAMES.get(lines[i].charAt(0) % NAMES.size());
        byte[] value = lines[i].substring(1).getBytes(StandardCharsets.ISO_8859_1);
        fields.add(name, FuzzedHeader.value(value));
      }
    }
    Headers headers = fields.build();
    Method method = (first & 1) == 0 ? Method.GET : Method.HEAD;
    boolean stable = (first & 2) == 0;
    EntityTag tag = new EntityTag(stable ? "v" : "v~", !stable);
    boolean encoded = (first & 4) != 0;
    boolean alone = !encoded && (first & 8) == 0;
    Representation current = new Representation(1000, tag, MODIFIED, stable, encoded, alone);

    Decision decision = ConditionalRequest.decide(method, headers, current, NOW);
    assertEquals(expected(method, headers, current), name(decision));
    boolean conditional = !name(decision).equals("200");
    assertTrue(Preconditions.matter(headers) || !conditional, "the fast path leaves out too much");
  }

  private static String name(Decision decision) {
    return switch (decision) {
      case Decision.Whole whole -> "200";
      case Decision.Part part -> "206";
      case Decision.Parts parts -> "206";
      case Decision.NotModified not -> "304";
      case Decision.PreconditionFailed failed -> "412";
      case Decision.RangeNotSatisfiable not -> "416";
    };
  }

  /// The steps of RFC 9110 §13.2.2, in its order and nearly in its words.
  private static String expected(Method method, Headers headers, Representation current) {
    // 1. When recipient is the origin server and If-Match is present …
    if (headers.has("If-Match")) {
      if (!matches(headers.combined("If-Match"), current.tag(), true)) {
        return "412";
      }
      // 2. … and If-Match is not present and If-Unmodified-Since is present
    } else if (date(headers, "If-Unmodified-Since") instanceof Instant date
        && current.lastModified().isAfter(date)) {
      return "412";
    }
    // 3. When If-None-Match is present
    if (headers.has("If-None-Match")) {
      if (matches(headers.combined("If-None-Match"), current.tag(), false)) {
        return "304"; // for GET/HEAD
      }
      // 4. When the method is GET or HEAD, If-None-Match is not present, and If-Modified-Since is
    } else if (date(headers, "If-Modified-Since") instanceof Instant date
        && !current.lastModified().isAfter(date)) {
      return "304";
    }
    // 5. When the method is GET and both Range and If-Range are present
    if (!method.equals(Method.GET) || !headers.has("Range")) {
      return "200";
    }
    if (headers.has("If-Range") && !isCurrent(headers.combined("If-Range"), current)) {
      return "200";
    }
    return switch (ByteRanges.parse(headers.combined("Range"), current.size())) {
      case ByteRanges.None none -> "200";
      case ByteRanges.Unsatisfiable none -> "416";
      case ByteRanges.One one -> "206";
      case ByteRanges.Many many -> current.encoded() ? "200" : "206"; // §14.2: may be ignored
    };
  }

  /// §13.1.5: one tag, compared strongly, or exactly the same date, if it is a strong validator.
  private static boolean isCurrent(String value, Representation current) {
    return (current.stable() && value.equals("\"v\""))
        || (current.stable()
            && current.alone()
            && current.lastModified().equals(HttpDate.parse(value, NOW)));
  }

  private static boolean matches(String value, EntityTag tag, boolean strongly) {
    if (value.equals("*")) {
      return true;
    }
    for (String each : tags(value)) {
      boolean same = each.endsWith("\"" + tag.opaque() + "\"");
      if (same && (!strongly || (!tag.weak() && !each.startsWith("W/")))) {
        return true;
      }
    }
    return false;
  }

  /// Returns the entity tags at the beginning of a value, as written.
  private static List<String> tags(String value) {
    List<String> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(value);
    while (matcher.lookingAt()) {
      tags.add(matcher.group(1));
      matcher.region(matcher.end(), value.length());
    }
    return tags;
  }

  private static @Nullable Instant date(Headers headers, String name) {
    String value = headers.combined(name);
    return value == null ? null : HttpDate.parse(value, NOW);
  }
}
