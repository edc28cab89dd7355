package otus.server.http.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import otus.server.api.Method;
import otus.server.api.PathDecoder;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// Fuzz target: a target is accepted if and only if the rules, implemented here a second time,
/// allow it; its segments are valid names; encoding and decoding returns the same target. Public
/// for the fuzzer.
public final class TargetFuzz {
  private static final Pattern OCTET = Pattern.compile("%([0-9A-Fa-f]{2})|([^%])", Pattern.DOTALL);
  private static final Pattern UTF_8 =
      Pattern.compile(
          "([\\x00-\\x7f]|[\\xc2-\\xdf]t|\\xe0[\\xa0-\\xbf]t|[\\xe1-\\xec]t{2}|\\xed[\\x80-\\x9f]t"
              .concat("|[\\xee\\xef]t{2}|\\xf0[\\x90-\\xbf]t{2}|[\\xf1-\\xf3]t{3}")
              .concat("|\\xf4[\\x80-\\x8f]t{2})|.")
              .replace("t", "[\\x80-\\xbf]"),
          Pattern.DOTALL);
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?i)https?://(?<authority>(?:\\["
              + literal()
              + "]|(?:[a-z0-9._~!$&'()*+,;=-]|%[0-9a-f]{2})+)"
              + "(?::(?<port>[0-9]*))?)(?<rest>[/?].*)?",
          Pattern.DOTALL);

  private static final TargetParser.Result BAD_TARGET =
      new TargetParser.Refused(Violation.BAD_TARGET);

  private TargetFuzz() {}

  /// The rows of IPv6address, and IPvFuture, as in RFC 3986 §3.2.2.
  private static String literal() {
    String octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    String row =
        """
        (?:h:){6}l|::(?:h:){5}l|(?:h)?::(?:h:){4}l|(?:(?:h:)?h)?::(?:h:){3}l\
        |(?:(?:h:){0,2}h)?::(?:h:){2}l|(?:(?:h:){0,3}h)?::h:l|(?:(?:h:){0,4}h)?::l\
        |(?:(?:h:){0,5}h)?::h|(?:(?:h:){0,6}h)?::\
        """;
    String address =
        row.replace("l", "(?:h:h|" + octet + "(?:[.]" + octet + "){3})")
            .replace("h", "[0-9a-f]{1,4}");
    return "(?:" + address + "|v[0-9a-f]+[.][a-z0-9._~!$&'()*+,;=:-]+)";
  }

  /// Runs one input. Called by the fuzzer, and by `FuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (byte octet : data) {
      if (HttpChars.isTarget(octet)) { // the request line accepts no other bytes
        octets.write(octet);
      }
    }
    String raw = octets.toString(StandardCharsets.ISO_8859_1);
    if (raw.isEmpty()) {
      return;
    }
    for (Method method : List.of(Method.GET, Method.OPTIONS)) {
      check(method, raw);
    }
    assertEquals(BAD_TARGET, TargetParser.parse(Method.of("CONNECT"), raw));
  }

  private static void check(Method method, String raw) {
    if (raw.equals("*")) {
      assertEquals(method.equals(Method.OPTIONS), found(method, raw).isPresent());
      return;
    }
    Matcher absolute = ABSOLUTE.matcher(raw);
    String rest = raw;
    if (!raw.startsWith("/")) {
      if (!absolute.matches() || !isPort(absolute.group("port"))) {
        assertEquals(BAD_TARGET, TargetParser.parse(method, raw));
        return;
      }
      rest = absolute.group("rest") == null ? "/" : absolute.group("rest");
      rest = rest.startsWith("/") ? rest : "/" + rest;
    }
    String rawPath = rest.split("\\?", 2)[0];
    Optional<UrlPath> expected = path(rawPath);
    Optional<TargetParser.Found> found = found(method, raw);
    assertEquals(expected, found.map(each -> each.target().path()));
    if (found.isPresent()) {
      Target target = found.get().target();
      assertEquals(rawPath, target.rawPath());
      assertEquals(rest.length() == rawPath.length(), target.rawQuery() == null);
      assertEquals(
          raw.startsWith("/") ? null : absolute.group("authority"), found.get().authority());
      check(target.path());
    }
  }

  private static boolean isPort(String digits) {
    return digits == null || digits.matches("0*[0-9]{0,5}") && number(digits) <= 65535;
  }

  private static int number(String digits) {
    String significant = digits.replaceFirst("^0+", "");
    return significant.isEmpty() ? 0 : Integer.parseInt(significant);
  }

  private static Optional<TargetParser.Found> found(Method method, String raw) {
    return switch (TargetParser.parse(method, raw)) {
      case TargetParser.Found found -> Optional.of(found);
      case TargetParser.Refused refused -> Optional.empty();
    };
  }

  private static void check(UrlPath path) {
    for (String segment : path.segments()) {
      assertFalse(List.of("", ".", "..").contains(segment), "no name");
      assertFalse(segment.contains("\0") || segment.contains("/"), "NUL or a slash");
    }
    for (String raw : List.of(path.encoded(), percent(path.encoded()))) {
      assertEquals(
          path, assertInstanceOf(PathDecoder.Decoded.class, PathDecoder.decode(raw)).path());
    }
  }

  /// Percent-encodes every byte except the first slash.
  private static String percent(String encoded) {
    StringBuilder text = new StringBuilder("/");
    for (int i = 1; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        text.append(encoded, i, i + 3);
        i += 2;
      } else {
        text.append('%').append(Integer.toHexString(0x100 | c).substring(1));
      }
    }
    return text.toString();
  }

  /// Decodes, splits and removes dot segments, literally as in RFC 3986.
  private static Optional<UrlPath> path(String raw) {
    Optional<String> text = decoded(raw);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Deque<String> segments = new ArrayDeque<>();
    String name = "";
    for (String part : text.get().substring(1).split("/", -1)) {
      name = part;
      if (name.equals("..")) {
        if (segments.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        segments.addLast(name);
      }
    }
    boolean directory = List.of("", ".", "..").contains(name);
    return Optional.of(new UrlPath(List.copyOf(segments), directory));
  }

  /// Decodes percent-encoding. Returns nothing if a percent sign is not followed by two hexadecimal
  /// digits, or by NUL.
  private static Optional<String> decoded(String raw) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    Matcher matcher = OCTET.matcher(raw);
    int end = 0;
    while (matcher.lookingAt()) {
      String digits = matcher.group(1);
      octets.write(digits == null ? raw.charAt(end) : Integer.parseInt(digits, 16));
      end = matcher.end();
      matcher.region(end, raw.length());
    }
    String latin1 = octets.toString(StandardCharsets.ISO_8859_1);
    return end == raw.length() && latin1.indexOf('\0') < 0
        ? Optional.of(utf8(latin1))
        : Optional.empty();
  }

  /// Decodes UTF-8 by the table of RFC 3629 §4; an invalid byte becomes an unpaired surrogate.
  private static String utf8(String octets) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = UTF_8.matcher(octets);
    while (matcher.find()) {
      if (matcher.group(1) == null) {
        text.append((char) (0xdc00 + octets.charAt(matcher.start())));
      } else {
        text.append(
            new String(
                matcher.group().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }
}
