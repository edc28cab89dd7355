package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.testing.FakeRequest;

/// The validation of small values: methods, statuses, paths, targets, chunks.
class ValuesTest {

  @ParameterizedTest
  @ValueSource(strings = {"GET", "get", "M-SEARCH", "X", "!#$%&'*+-.^_`|~09"})
  void method_is_any_token(String name) {
    assertEquals(name, Method.of(name).name());
    assertEquals(new Method(name), Method.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "GET ", " GET", "G/T", "GET\r", "G\0T", "GÉT", "G:T", "(x)"})
  void method_that_is_no_token_is_rejected(String name) {
    assertThrows(IllegalArgumentException.class, () -> Method.of(name));
    assertThrows(IllegalArgumentException.class, () -> new Method(name));
  }

  @Test
  void methods_are_case_sensitive_and_constants_are_shared() throws IllegalAccessException {
    assertNotEquals(Method.GET, Method.of("get"));
    assertEquals("GET", Method.GET.toString());
    int constants = 0;
    for (Field field : Method.class.getFields()) {
      constants++;
      assertSame(field.get(null), Method.of(field.getName()));
    }
    assertTrue(constants >= 8, "found " + constants);
  }

  @Test
  void status_is_100_to_599() {
    for (int code = -1; code <= 1000; code++) {
      int tried = code;
      if (code >= 100 && code <= 599) {
        assertEquals(code, new Status(code).code());
      } else {
        assertThrows(IllegalArgumentException.class, () -> new Status(tried));
      }
    }
  }

  @Test
  void only_1xx_204_205_and_304_never_have_a_body() {
    for (int code = 100; code < 600; code++) {
      boolean expected = code < 200 || Set.of(204, 205, 304).contains(code);
      assertEquals(expected, new Status(code).bodiless(), "" + code);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "\0", "a\0", "\0a", "/", "a/b"})
  void path_rejects_invalid_segments(String segment) {
    assertThrows(
        IllegalArgumentException.class, () -> new UrlPath(List.of("a", segment, "b"), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "...", ".a", "..a", "\udcff", "\\", " ", "%2e", "ü", "\n", "a."})
  void path_accepts_all_other_segments(String segment) {
    UrlPath path = new UrlPath(List.of("x", segment), false);
    assertEquals(segment, path.name());
    assertFalse(path.directory());
  }

  @Test
  void root_has_no_segments_and_is_a_directory() {
    assertEquals(new UrlPath(List.of(), true), UrlPath.ROOT);
    assertEquals("", UrlPath.ROOT.name());
    assertThrows(IllegalArgumentException.class, () -> new UrlPath(List.of(), false));
  }

  @Test
  void path_copies_its_list() {
    List<String> segments = new ArrayList<>(List.of("a"));
    UrlPath path = new UrlPath(segments, true);
    segments.add("..");
    assertEquals(List.of("a"), path.segments());
    assertThrows(UnsupportedOperationException.class, () -> path.segments().add(".."));
    segments.set(0, null);
    assertThrows(NullPointerException.class, () -> new UrlPath(segments, true));
  }

  @Test
  void target_may_lack_only_its_query() {
    Target target = new Target(UrlPath.ROOT, "/", null);
    assertFalse(target.asterisk());
    assertTrue(new Target(UrlPath.ROOT, "*", null).asterisk());
    assertThrows(NullPointerException.class, () -> new Target(null, "/", null));
    assertThrows(NullPointerException.class, () -> new Target(UrlPath.ROOT, null, ""));
    assertNotEquals(target, new Target(UrlPath.ROOT, "/", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a",
        "/a/b/",
        "/a%20b",
        "/a%FFb%C3%BC%80",
        "/%F0%9F%A6%89%ED%A0%80/",
        "/%C3%BC/",
        "/%252e",
        "/-._~!$&'()*+,;=:@",
        "/%01",
        "/%3F%23%22%3C%5C%7F%25"
      })
  void path_is_encoded_like_by_a_client(String sent) {
    assertEquals(sent, FakeRequest.get(sent).target().path().encoded());
  }

  @Test
  void target_with_another_path_keeps_its_query() {
    Target target = FakeRequest.get("/old?q=%20&&").target();
    Target other = target.withPath(new UrlPath(List.of("a b", "ü"), true));
    assertEquals("/a%20b/%C3%BC/", other.rawPath());
    assertEquals(List.of("a b", "ü"), other.path().segments());
    assertEquals("q=%20&&", other.rawQuery());
    assertNull(FakeRequest.get("/old").target().withPath(UrlPath.ROOT).rawQuery());
  }

  @Test
  void request_with_another_target_and_headers_is_otherwise_the_same() {
    Request request = FakeRequest.post("/old").header("A", "1").body("content");
    Target target = FakeRequest.get("/new?q").target();
    Headers headers = Headers.of("B", "2");
    assertEquals(request.headers(), request.withTarget(target).headers());
    assertEquals(request.target(), request.withHeaders(headers).target());
    for (Request other :
        List.of(
            request.withTarget(target).withHeaders(headers),
            request.withHeaders(headers).withTarget(target))) {
      assertEquals(target, other.target());
      assertEquals(headers, other.headers());
      assertEquals(request.method(), other.method());
      assertEquals(request.authority(), other.authority());
      assertEquals(request.peer(), other.peer());
      assertSame(request.body(), other.body());
    }
    assertThrows(NullPointerException.class, () -> request.withTarget(null));
    assertThrows(NullPointerException.class, () -> request.withHeaders(null));
    ByteSource body = FakeRequest.post("/").body("other").body();
    Request changed = request.withBody(body).withTarget(target).withHeaders(headers);
    assertSame(body, changed.body());
    assertEquals(target, changed.withBody(request.body()).target());
  }

  @Test
  void data_chunk_without_bytes_is_rejected() {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    assertEquals(1, new Chunk.Data(buffer).bytes().remaining());
    buffer.position(1);
    assertThrows(IllegalArgumentException.class, () -> new Chunk.Data(buffer));
  }

  @Test
  void end_may_have_trailers() {
    assertEquals(0, Chunk.end().trailers().size());
    assertSame(Chunk.end(), Chunk.end());
    assertThrows(NullPointerException.class, () -> new Chunk.End(null));
  }

  /// RFC 9110 §6.5.1.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding",
        "content-length",
        "Host",
        "Trailer",
        "TE",
        "Cache-Control",
        "Expect",
        "Max-Forwards",
        "Range",
        "If-Match",
        "AUTHORIZATION",
        "Set-Cookie",
        "Cookie",
        "WWW-Authenticate",
        "Content-Encoding",
        "Content-Type",
        "Content-Range",
        "Location",
        "Date"
      })
  void field_needed_before_the_body_is_no_trailer(String name) {
    Headers trailers = Headers.of("Sum", "1", name, "x");
    assertThrows(IllegalArgumentException.class, () -> new Chunk.End(trailers));
    assertFalse(Chunk.End.permits(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ETag", "Server-Timing", "Digest", "Sum", "Authentication-Info", "Hosts"})
  void other_fields_may_be_trailers(String name) {
    assertEquals(1, new Chunk.End(Headers.of(name, "x")).trailers().size());
    assertTrue(Chunk.End.permits(name));
  }

  @Test
  void empty_source_repeats_its_end() throws ExecutionException, InterruptedException {
    ByteSource source = ByteSource.empty();
    for (int i = 0; i < 3; i++) {
      assertEquals(Chunk.end(), source.next().toCompletableFuture().get());
      source.close();
    }
  }

  @Test
  void paths_are_ordered_by_segments_consistently_with_equals() {
    List<UrlPath> ordered =
        List.of(
            UrlPath.ROOT,
            new UrlPath(List.of("a"), false),
            new UrlPath(List.of("a"), true),
            new UrlPath(List.of("a", "a"), false),
            new UrlPath(List.of("a", "b"), false),
            new UrlPath(List.of("a0"), false),
            new UrlPath(List.of("b"), false));
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        int order = ordered.get(i).compareTo(ordered.get(j));
        assertEquals(Integer.signum(Integer.compare(i, j)), Integer.signum(order));
      }
    }
  }

  /// A map finds a comparable key among many of the same hash without comparing it with each.
  @Test
  void paths_are_comparable_for_maps() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    assertEquals(
        new UrlPath(List.of("Aa"), false).hashCode(), new UrlPath(List.of("BB"), false).hashCode());
    assertEquals(
        "[java.lang.Comparable<otus.server.api.UrlPath>]",
        List.of(UrlPath.class.getGenericInterfaces()).toString());
  }
}
