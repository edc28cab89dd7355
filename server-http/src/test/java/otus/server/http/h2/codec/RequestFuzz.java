package otus.server.http.h2.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import otus.server.api.Headers;
import otus.server.http.config.RequestLimits;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.h2.codec.RequestDecoder.Malformed;
import otus.server.http.h2.codec.RequestDecoder.Refused;
import otus.server.http.h2.codec.RequestDecoder.Request;
import otus.server.http.h2.hpack.Hex;
import otus.server.http.h2.hpack.HuffmanDecoder;
import otus.server.http.syntax.RequestHead;

/// Fuzz target: a request that is accepted is accepted as one of HTTP/1, too, and has the same head
/// there; one that is refused gets the same status; one that is malformed breaks a rule of RFC 9113
/// §8 that this class knows. Public for the fuzzer.
public final class RequestFuzz {
  private static final RequestLimits LIMITS = new RequestLimits(200, 2000, 20, 5000);
  private static final List<String> PSEUDO = List.of(":method", ":scheme", ":authority", ":path");
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9a-z-]+";

  private record Pair(String name, String value) {}

  private RequestFuzz() {}

  /// Runs one input: each line is a field, `name=value`. Called by the fuzzer, and by
  /// `FrameFuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    List<Pair> fields = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String line : new String(data, StandardCharsets.ISO_8859_1).split("\n")) {
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals);
      String value = equals < 0 ? "" : line.substring(equals + 1);
      fields.add(new Pair(name, value));
      texts.addAll(List.of(name, value));
    }
    RequestDecoder decoder = new RequestDecoder(LIMITS, new HuffmanDecoder());
    byte[] block = Frames.block(texts.toArray(String[]::new));
    for (int i = 0; i < 2; i++) { // the second time with kept headers
      switch (decoder.head(Hex.buffer(block), false)) {
        case Request request -> accepted(request, fields);
        case Refused refused -> refused(refused, fields);
        case Malformed malformed -> assertTrue(isMalformed(fields), malformed::reason);
        case Frame.Broken broken -> {
          assertEquals(ErrorCode.ENHANCE_YOUR_CALM, broken.code());
          assertTrue(data.length > LIMITS.maxHeadSize());
          return;
        }
        case RequestDecoder.Trailers trailers -> throw new AssertionError(trailers);
      }
    }
  }

  private static void accepted(Request request, List<Pair> fields) {
    assertTrue(!isMalformed(fields));
    Http1Head other = assertInstanceOf(Http1Head.class, parse(fields));
    RequestHead expected = other.request();
    RequestHead head = request.head();
    assertEquals(expected.method(), head.method());
    assertEquals(expected.target(), head.target());
    assertEquals(expected.authority(), head.authority());
    assertEquals(sorted(expected.headers()), sorted(head.headers()));
    boolean framed = head.headers().has("content-length");
    assertEquals(framed, request.length() >= 0);
    if (request.length() > 0) {
      assertEquals(other.expectsContinue(), request.expectsContinue());
    }
  }

  /// Returns the headers without the place of cookie, and host in one case.
  private static List<String> sorted(Headers headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach(
        (name, value) ->
            lines.add(name + ": " + (name.equals("host") ? value.toLowerCase() : value)));
    return lines.stream().sorted().toList();
  }

  private static void refused(Refused refused, List<Pair> fields) {
    int status = refused.violation().status().code();
    switch (parse(fields)) {
      case otus.server.http.h1.codec.Refused other -> {
        int expected = other.violation().status().code();
        // The order of checks differs, and so does the size of heads with pseudo-headers.
        boolean size = expected > 413 || status > 413 || isMalformed(fields);
        assertTrue(size || status == expected || status < 500 && expected < 500, () -> "" + other);
      }
      case Http1Head head -> assertTrue(isRefusedInHttp2Only(status, fields), "" + refused);
      case RequestParser.Incomplete incomplete -> throw new AssertionError(incomplete);
    }
  }

  private static boolean isRefusedInHttp2Only(int status, List<Pair> fields) {
    boolean host = fields.stream().filter(each -> each.name().equals("host")).count() > 1;
    boolean scheme = !value(fields, ":scheme").matches("(?i)https?");
    boolean empty = value(fields, ":authority").isEmpty() && value(fields, "host").isEmpty();
    boolean absolute = !value(fields, ":path").startsWith("/");
    int size =
        fields.stream().mapToInt(each -> each.name().length() + each.value().length() + 4).sum();
    boolean large = size > LIMITS.maxHeadSize() || fields.size() > LIMITS.maxHeaders();
    return host || scheme || empty || absolute || large || status == 431;
  }

  private static boolean isMalformed(List<Pair> fields) {
    boolean regular = false;
    List<String> seen = new ArrayList<>();
    for (Pair field : fields) {
      String name = field.name();
      if (!name.matches(":?" + TOKEN)
          || !field
              .value()
              .matches(
                  "(?s)(?:[^\\x00-\\x20\\x7f](?:[^\\x00-\\x08\\x0a-\\x1f\\x7f]*"
                      + "[^\\x00-\\x20\\x7f])?)?")) {
        return true;
      }
      if (name.startsWith(":")) {
        if (regular || seen.contains(name) || !PSEUDO.contains(name)) {
          return true;
        }
        seen.add(name);
      } else {
        regular = true;
      }
      if (name.matches("connection|keep-alive|proxy-connection|transfer-encoding|upgrade")
          || name.equals("te") && !field.value().matches("(?i)trailers")
          || name.equals("host")
              && seen.contains(":authority")
              && !field.value().equalsIgnoreCase(value(fields, ":authority"))) {
        return true;
      }
    }
    boolean connect = value(fields, ":method").equals("CONNECT");
    boolean target = seen.contains(":scheme") || seen.contains(":path");
    boolean complete = seen.contains(":scheme") && !value(fields, ":path").isEmpty();
    return connect ? target : !complete || !value(fields, ":method").matches("(?i)" + TOKEN);
  }

  private static String value(List<Pair> fields, String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .map(Pair::value)
        .findFirst()
        .orElse("");
  }

  /// Parses the request as one of HTTP/1, with the same headers and a joined cookie.
  private static RequestParser.Result parse(List<Pair> fields) {
    StringBuilder head = new StringBuilder();
    head.append(value(fields, ":method")).append(' ').append(value(fields, ":path"));
    head.append(" HTTP/1.1\r\n");
    boolean authority = fields.stream().anyMatch(field -> field.name().equals(":authority"));
    if (authority) {
      head.append("host: ").append(value(fields, ":authority")).append("\r\n");
    }
    List<String> cookies = new ArrayList<>();
    for (Pair field : fields) {
      if (field.name().equals("cookie")) {
        cookies.add(field.value());
      } else if (!field.name().startsWith(":") && !(authority && field.name().equals("host"))) {
        head.append(field.name()).append(": ").append(field.value()).append("\r\n");
      }
    }
    if (!cookies.isEmpty()) {
      cookies.removeIf(String::isEmpty);
      head.append("cookie: ").append(String.join("; ", cookies)).append("\r\n");
    }
    byte[] octets = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    RequestLimits limits = new RequestLimits(200, 4000, 20, 5000);
    return new RequestParser(limits).parse(ByteBuffer.wrap(octets));
  }
}
