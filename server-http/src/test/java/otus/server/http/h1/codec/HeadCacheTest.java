package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.http.config.RequestLimits;

/// Heads that are parsed only once, and give what a parser without a cache returns. [MutationTest]
/// and the fuzz targets test that with random input.
class HeadCacheTest {
  private static final List<String> LINES =
      List.of(
          "GET / HTTP/1.1",
          "GET / HTTP/1.0",
          "GET /a HTTP/1.1",
          "GET /a HTTP/1.12",
          "GET /a?b HTTP/1.1",
          "GET //a/../b HTTP/1.1",
          "GET /../a HTTP/1.1",
          "HEAD /a HTTP/1.1",
          "HEAD / HTTP/2.0",
          "OPTIONS * HTTP/1.1",
          "GET http://c/a HTTP/1.1",
          "GET  / HTTP/1.1",
          "\r\nGET /a HTTP/1.1");

  private static final List<String> SECTIONS =
      List.of(
          "",
          "Host: a\r\n",
          "Host: b\r\n",
          "Host:b\r\n",
          "Host: a\r\nHost: a\r\n",
          "Host: a\r\n : a\r\n",
          "Host: a\r\nConnection: close\r\n",
          "Host: a\r\nConnection: keep-alive\r\n",
          "Host: a\r\nX: y\r\nX: z\r\n",
          "Host: a\r\nContent-Length: 0\r\n",
          "Host: a\r\nContent-Length: 3\r\n",
          "Host: a\r\nExpect: 100-continue\r\n",
          "Host: a\r\nTransfer-Encoding: chunked\r\n",
          "Host: a\r\nTransfer-Encoding: gzip\r\n");

  private final HeadCache cache = new HeadCache();

  @Test
  void repeated_head_is_the_same_object() {
    for (String head :
        List.of("GET /a HTTP/1.1\r\nHost: a\r\nAccept: b\r\n\r\n", "GET / HTTP/1.0\r\n\r\n")) {
      parse(head); // remembers it
      Http1Head second = parse(head);
      assertSame(second, parse(head));
      assertSame(second, parse(head + "GET"), "with the next request behind it");
    }
  }

  @Test
  void section_is_shared_by_requests_of_several_files() {
    Http1Head one = parse("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    Http1Head other = parse("HEAD /b?c HTTP/1.1\r\nHost: a\r\n\r\n");
    assertSame(one.request().headers(), other.request().headers());
    assertEquals("HEAD", other.request().method().name());
    assertEquals("c", other.request().target().rawQuery());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cookie: a=b",
        "cookie: a=b",
        "Authorization: Basic YTpi",
        "Proxy-Authorization: Basic YTpi",
        "Content-Length: 3",
        "Transfer-Encoding: chunked"
      })
  void section_with_a_secret_or_a_body_is_not_kept(String line) {
    String head = "GET /a HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n";
    assertNotSame(parse(head).request().headers(), parse(head).request().headers());
  }

  @Test
  void query_is_not_kept() {
    String head = "GET /a?token=b HTTP/1.1\r\nHost: a\r\n\r\n";
    parse(head);
    assertNotSame(parse(head).request().target(), parse(head).request().target());
  }

  @Test
  void client_that_repeats_nothing_does_not_displace_what_others_repeat() {
    String head = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    parse(head);
    Http1Head kept = parse(head);
    for (int i = 0; i < 1_000; i++) {
      parse("GET /" + i + " HTTP/1.1\r\nHost: a\r\nX: " + i + "\r\n\r\n");
      assertSame(kept, parse(head), "after request " + i);
    }
  }

  /// Every pair of a line and a section, in random order, cut anywhere or followed by the next
  /// head, with limits that some of them exceed.
  @Test
  void every_head_is_parsed_as_without_a_cache() {
    List<String> heads = new ArrayList<>();
    LINES.forEach(line -> SECTIONS.forEach(section -> heads.add(line + "\r\n" + section + "\r\n")));
    List<RequestLimits> limits =
        List.of(
            HeadAssertions.LIMITS,
            new RequestLimits(1, 100, 2, 2),
            new RequestLimits(8, 38, 2, 100),
            new RequestLimits(8, 100, 1, 100));
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 30_000; i++) {
      String head = heads.get(random.nextInt(heads.size()));
      String text = random.nextBoolean() ? head : head + heads.get(random.nextInt(heads.size()));
      RequestLimits limit = limits.get(random.nextInt(limits.size()));
      int cut = random.nextInt(4) > 0 ? text.length() : random.nextInt(text.length());
      assertEquals(
          outcome(limit, new HeadCache(), text, cut),
          outcome(limit, cache, text, cut),
          () -> text.replace("\r\n", "|") + " cut at " + cut + ", " + limit);
    }
  }

  /// Returns all that a parser tells about its input.
  private static List<Object> outcome(RequestLimits limits, HeadCache cache, String text, int cut) {
    RequestParser parser = new RequestParser(limits, cache);
    byte[] octets = Splits.octets(text);
    List<Object> told = new ArrayList<>();
    int consumed = 0;
    for (int end : new int[] {cut, octets.length}) {
      RequestParser.Result result;
      do {
        ByteBuffer in = Splits.part(octets, consumed, end);
        int before = in.remaining();
        result = parser.parse(in);
        consumed += before - in.remaining();
        told.addAll(List.of(result, consumed, parser.memory(), parser.hasBegun()));
        told.addAll(List.of(parser.isHeadRequest(), parser.requestLine(in)));
      } while (result instanceof Http1Head);
      if (result instanceof Refused) {
        break;
      }
    }
    return told;
  }

  private Http1Head parse(String head) {
    ByteBuffer in = Splits.part(Splits.octets(head), 0, head.length());
    RequestParser parser = new RequestParser(HeadAssertions.LIMITS, cache);
    return assertInstanceOf(Http1Head.class, parser.parse(in), head);
  }
}
