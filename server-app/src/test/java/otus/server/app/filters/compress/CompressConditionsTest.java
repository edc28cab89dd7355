package otus.server.app.filters.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static otus.server.app.filters.CompressibleText.TAG;
import static otus.server.app.filters.CompressibleText.assertIdentity;
import static otus.server.app.filters.CompressibleText.gzip;
import static otus.server.app.filters.CompressibleText.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.filters.FilterRequest;
import otus.server.app.filters.TestFilter;
import otus.server.app.filters.TestFilters;

/// Conditions, ranges and entity tags of compressed representations.
class CompressConditionsTest {
  @RegisterExtension final TestFilters filters = new TestFilters(new CompressProvider());

  @Test
  void ranges_are_of_the_uncompressed_bytes() throws Exception {
    TestFilter filter = filters.filter();
    Response part =
        new Response(
            Status.PARTIAL_CONTENT,
            Headers.of(
                "Content-Type", "text/plain", "ETag", TAG, "Content-Range", "bytes 0-1/2100"),
            Body.of("ab"));
    String[] fields = {
      "Range", "bytes=0-1", "If-Match", "\"v1-gzip\"", "If-None-Match", "\"v1-gzip\""
    };
    Response response =
        filter.answer(
            gzip(fields),
            request -> {
              assertEquals("\"v1-gzip\"", request.headers().combined("If-Match"));
              assertEquals("\"v1-gzip\"", request.headers().combined("If-None-Match"));
              return part;
            });
    assertEquals(TAG, response.headers().first("ETag"));
    assertEquals("Accept-Encoding", response.headers().first("Vary"));
    // The handler ignored the range, but the client may still want to join parts.
    assertIdentity(filter.answer(gzip("Range", "bytes=0-1"), text("ETag", TAG)), true);
  }

  /// Both representations have the same date, so a client could join parts of different ones.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | Sun, 06 Nov 1994 08:49:37 GMT | false",
        "gzip | nonsense                      | false",
        "gzip | qv1q                          | true",
        "br   | Sun, 06 Nov 1994 08:49:37 GMT | true",
      })
  void if_range_with_a_date_gets_the_whole_body(String accepted, String condition, boolean asks)
      throws Exception {
    FilterRequest request =
        FilterRequest.get(
            "Accept-Encoding",
            accepted,
            "Range",
            "bytes=0-1",
            "If-Range",
            condition.replace('q', '"'));
    Response response =
        filters
            .filter()
            .answer(
                request,
                inner -> {
                  assertEquals(asks, inner.headers().has("Range"));
                  assertEquals(asks, inner.headers().has("If-Range"));
                  return text("ETag", TAG);
                });
    assertEquals(!asks, response.headers().has("Content-Encoding"));
  }

  @Test
  void head_ignores_ranges() throws Exception {
    FilterRequest request =
        FilterRequest.of("HEAD", "/a", "Accept-Encoding", "gzip", "Range", "bytes=0-1");
    Response response = filters.filter().answer(request, text("ETag", TAG));
    assertEquals("gzip", response.headers().first("Content-Encoding"));
  }

  @Test
  void response_that_is_never_compressed_does_not_vary() throws Exception {
    Response known =
        Response.of(Status.NOT_MODIFIED).withHeader("Cache-Control", "private, no-transform");
    assertSame(known, filters.filter().answer(gzip("If-None-Match", TAG), known));
    for (String range : new String[] {"bytes 0-1/1023", "bytes 0-1/10485761"}) {
      Response part =
          new Response(Status.PARTIAL_CONTENT, Headers.of("Content-Range", range), Body.of("ab"));
      assertSame(part, filters.filter().answer(gzip("Range", "bytes=0-1"), part));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | q1-gzipq        | q1-gzipq, q1q        | q1-gzipq",
        "gzip | W/q1-gzipq, qxq | W/q1-gzipq, qxq, q1q | q1-gzipq",
        "gzip | q1q             | q1q                  | q1q",
        "gzip | *               | *                    | q1q",
        "br   | q1-gzipq, q1q   | q1-gzipq, q1q        | q1q",
        "br   | q1-gzipq        | q1-gzipq             | q1q",
      })
  void condition_and_its_304_are_translated(
      String accepted, String sent, String translated, String tag) throws Exception {
    Response response =
        filters
            .filter()
            .answer(
                FilterRequest.get(
                    "Accept-Encoding", accepted, "If-None-Match", sent.replace('q', '"')),
                request -> {
                  assertEquals(
                      translated.replace('q', '"'), request.headers().combined("If-None-Match"));
                  return Response.of(Status.NOT_MODIFIED).withHeader("ETag", "\"1\"");
                });
    assertEquals(tag.replace('q', '"'), response.headers().first("ETag"));
    assertEquals("Accept-Encoding", response.headers().first("Vary"));
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "'multipart/byteranges; boundary=x'", ",", "image/png"})
  void partial_response_varies_if_the_whole_may(String type) throws Exception {
    Response part = new Response(Status.PARTIAL_CONTENT, Headers.of("ETag", TAG), Body.of("ab"));
    Response typed = type == null ? part : part.withHeader("Content-Type", type);
    Response response = filters.filter().answer(gzip("Range", "bytes=0-1", "If-Range", TAG), typed);
    boolean image = "image/png".equals(type);
    assertEquals(image ? null : "Accept-Encoding", response.headers().combined("Vary"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | If-None-Match     | *         | qv1-gzipq",
        "gzip | If-Modified-Since | yesterday | qv1-gzipq",
        "gzip | If-None-Match     | qv1q      | qv1q",
        "gzip | If-None-Match     | W/qv1q    | qv1q",
        "br   | If-None-Match     | *         | qv1q",
        "br   | If-Modified-Since | yesterday | qv1q",
      })
  void tag_of_a_304_is_that_of_the_200(String accepted, String name, String value, String tag)
      throws Exception {
    Response known = Response.of(Status.NOT_MODIFIED).withHeader("ETag", TAG);
    FilterRequest request =
        FilterRequest.get("Accept-Encoding", accepted, name, value.replace('q', '"'));
    TestFilter filter = filters.filter();
    assertEquals(
        TAG, filter.answer(request, known).headers().first("ETag"), "nothing is compressed");
    filter.answer(gzip(), text("ETag", TAG));
    assertEquals(tag.replace('q', '"'), filter.answer(request, known).headers().first("ETag"));
  }

  @Test
  void condition_of_a_put_may_name_the_compressed_tag() throws Exception {
    Response done = Response.of(Status.NO_CONTENT).withHeader("ETag", "\"2\"");
    Response response =
        filters
            .filter()
            .answer(
                FilterRequest.of("PUT", "/a", "If-Match", "\"1-gzip\""),
                request -> {
                  assertEquals("\"1-gzip\", \"1\"", request.headers().combined("If-Match"));
                  return done;
                });
    assertSame(done, response);
  }

  @ParameterizedTest
  @CsvSource({"'\"v1\"', false", "'\"v1-gzip\"', true", "'\"v1\", \"v1-gzip\"', true", "*, true"})
  void get_with_if_match_gets_the_named_representation(String condition, boolean encoded)
      throws Exception {
    Response response = filters.filter().answer(gzip("If-Match", condition), text("ETag", TAG));
    assertEquals(encoded, response.headers().has("Content-Encoding"));
  }
}
