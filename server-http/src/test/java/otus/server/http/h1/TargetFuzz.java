package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import otus.server.api.Method;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// Fuzz target: a target is understood just if the rules, written down here a second time, allow
/// it; its segments can be names; encoded and decoded again it is the same; below a root it stays
/// there. Public, as the fuzzer demands.
public final class TargetFuzz {
  private static final Pattern OCTET = Pattern.compile("%([0-9A-Fa-f]{2})|([^%])", Pattern.DOTALL);
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?i)https?://(?<authority>(?:\\["
              + literal()
              + "]|(?:[a-z0-9._~!$&'()*+,;=-]|%[0-9a-f]{2})+)"
              + "(?::(?<port>[0-9]*))?)(?<rest>[/?].*)?",
          Pattern.DOTALL);

  private TargetFuzz() {}

  /// The rows of IPv6address, and IPvFuture, as RFC 3986 §3.2.2 has them.
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

  /// Called by the fuzzer, and by `FuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (byte octet : data) {
      if (Octets.isTarget(octet)) { // the request line lets nothing else through
        octets.write(octet);
      }
    }
    String raw = Cuts.text(octets.toByteArray());
    if (raw.isEmpty()) {
      return;
    }
    for (Method method : List.of(Method.GET, Method.OPTIONS)) {
      check(method, raw);
    }
    assertEquals(Violation.BAD_TARGET, TargetParser.parse(Method.of("CONNECT"), raw));
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
        assertEquals(Violation.BAD_TARGET, TargetParser.parse(method, raw));
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
      case Violation violation -> Optional.empty();
    };
  }

  private static void check(UrlPath path) {
    StringBuilder encoded = new StringBuilder();
    StringBuilder everything = new StringBuilder();
    for (String segment : path.segments()) {
      assertFalse(List.of("", ".", "..").contains(segment), "no name");
      assertFalse(segment.contains("\0"), "NUL");
      byte[] octets = segment.getBytes(StandardCharsets.UTF_8);
      encoded.append('/').append(segment.matches("[a-z.]+") ? segment : percent(octets));
      everything.append('/').append(percent(octets));
    }
    String end = path.directory() ? "/" : "";
    for (String raw : List.of(encoded + end, everything + end)) {
      assertEquals(
          path, assertInstanceOf(PathDecoder.Decoded.class, PathDecoder.decode(raw)).path());
    }
  }

  private static String percent(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (byte octet : octets) {
      text.append('%').append(Integer.toHexString(0x100 | octet & 0xff).substring(1));
    }
    return text.toString();
  }

  /// The path by the letter of RFC 3986: split, decode, remove dot segments.
  private static Optional<UrlPath> path(String raw) {
    Deque<String> segments = new ArrayDeque<>();
    String[] parts = raw.substring(1).split("/", -1);
    String name = "";
    for (String part : parts) {
      Optional<String> decoded = decoded(part);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      name = decoded.get();
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

  private static Optional<String> decoded(String part) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    Matcher matcher = OCTET.matcher(part);
    int end = 0;
    while (matcher.lookingAt()) {
      String digits = matcher.group(1);
      octets.write(digits == null ? part.charAt(end) : Integer.parseInt(digits, 16));
      end = matcher.end();
      matcher.region(end, part.length());
    }
    String text = octets.toString(StandardCharsets.UTF_8);
    boolean valid =
        end == part.length()
            && text.indexOf('\0') < 0
            && Arrays.equals(octets.toByteArray(), text.getBytes(StandardCharsets.UTF_8));
    return valid ? Optional.of(text) : Optional.empty();
  }
}
