package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.testing.FakeRequest;

/// What the small values refuse: methods, statuses, paths, targets, chunks.
class ValuesTest {

  @ParameterizedTest
  @ValueSource(strings = {"GET", "get", "M-SEARCH", "X", "!#$%&'*+-.^_`|~09"})
  void a_method_is_any_token(String name) {
    assertEquals(name, Method.of(name).name());
    assertEquals(new Method(name), Method.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "GET ", " GET", "G/T", "GET\r", "G\0T", "GÉT", "G:T", "(x)"})
  void a_method_that_is_no_token_is_refused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Method.of(name));
    assertThrows(IllegalArgumentException.class, () -> new Method(name));
  }

  @Test
  void methods_differ_by_case_and_the_common_ones_are_shared() {
    assertNotEquals(Method.GET, Method.of("get"));
    for (Method method :
        List.of(Method.GET, Method.HEAD, Method.POST, Method.PUT, Method.DELETE, Method.OPTIONS)) {
      assertSame(method, Method.of(new String(method.name())));
    }
  }

  @Test
  void a_status_has_three_digits_and_a_class() {
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
  void only_1xx_204_205_and_304_never_have_content() {
    for (int code = 100; code < 600; code++) {
      boolean expected = code < 200 || Set.of(204, 205, 304).contains(code);
      assertEquals(expected, new Status(code).bodiless(), "" + code);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "\0", "a\0", "\0a", "/", "a/b"})
  void a_path_refuses_segments_that_are_no_names(String segment) {
    assertThrows(
        IllegalArgumentException.class, () -> new UrlPath(List.of("a", segment, "b"), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "...", ".a", "..a", "\udcff", "\\", " ", "%2e", "ü", "\n", "a."})
  void a_path_takes_every_other_segment(String segment) {
    UrlPath path = new UrlPath(List.of("x", segment), false);
    assertEquals(segment, path.name());
    assertFalse(path.directory());
  }

  @Test
  void the_root_has_no_segments_and_is_a_directory() {
    assertEquals(new UrlPath(List.of(), true), UrlPath.ROOT);
    assertEquals("", UrlPath.ROOT.name());
    assertThrows(IllegalArgumentException.class, () -> new UrlPath(List.of(), false));
  }

  @Test
  void a_path_does_not_change_with_the_list_it_was_made_of() {
    List<String> segments = new ArrayList<>(List.of("a"));
    UrlPath path = new UrlPath(segments, true);
    segments.add("..");
    assertEquals(List.of("a"), path.segments());
    assertThrows(UnsupportedOperationException.class, () -> path.segments().add(".."));
    segments.set(0, null);
    assertThrows(NullPointerException.class, () -> new UrlPath(segments, true));
  }

  @Test
  void a_target_may_lack_a_query_and_nothing_else() {
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
  void a_path_is_encoded_as_a_client_would(String sent) {
    assertEquals(sent, FakeRequest.get(sent).target().path().encoded());
  }

  @Test
  void a_target_with_another_path_keeps_its_query() {
    Target target = FakeRequest.get("/old?q=%20&&").target();
    Target other = target.withPath(new UrlPath(List.of("a b", "ü"), true));
    assertEquals("/a%20b/%C3%BC/", other.rawPath());
    assertEquals(List.of("a b", "ü"), other.path().segments());
    assertEquals("q=%20&&", other.rawQuery());
    assertNull(FakeRequest.get("/old").target().withPath(UrlPath.ROOT).rawQuery());
  }

  @Test
  void a_request_with_another_target_and_other_fields_is_the_same_otherwise() {
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
  }

  @Test
  void a_chunk_of_data_has_bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    assertEquals(1, new Chunk.Data(buffer).bytes().remaining());
    buffer.position(1);
    assertThrows(IllegalArgumentException.class, () -> new Chunk.Data(buffer));
  }

  @Test
  void the_end_may_have_trailers() {
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
  void what_has_to_be_known_before_the_content_is_no_trailer(String name) {
    Headers trailers = Headers.of("Sum", "1", name, "x");
    assertThrows(IllegalArgumentException.class, () -> new Chunk.End(trailers));
    assertFalse(Chunk.End.permits(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ETag", "Server-Timing", "Digest", "Sum", "Authentication-Info", "Hosts"})
  void anything_else_may_be_one(String name) {
    assertEquals(1, new Chunk.End(Headers.of(name, "x")).trailers().size());
    assertTrue(Chunk.End.permits(name));
  }

  @Test
  void after_the_end_of_an_empty_source_comes_the_end_again()
      throws ExecutionException, InterruptedException {
    ByteSource source = ByteSource.empty();
    for (int i = 0; i < 3; i++) {
      assertEquals(Chunk.end(), source.next().toCompletableFuture().get());
      source.close();
    }
  }

  @Test
  void paths_are_ordered_by_their_segments_and_equal_only_if_nothing_differs() {
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

  /// What a map needs to find one among many of the same hash without comparing it with each.
  @Test
  void paths_can_be_compared_with_paths() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    assertEquals(
        new UrlPath(List.of("Aa"), false).hashCode(), new UrlPath(List.of("BB"), false).hashCode());
    assertEquals(
        "[java.lang.Comparable<otus.server.api.UrlPath>]",
        List.of(UrlPath.class.getGenericInterfaces()).toString());
  }
}
