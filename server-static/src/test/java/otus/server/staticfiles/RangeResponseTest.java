package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Response;

/// The headers and bodies of 206, 304, 412 and 416, for files in memory and for open files alike.
class RangeResponseTest extends SiteTest {
  private static final String TEXT = spelledOffsets(100);

  /// Repeated groups of ten characters that spell their own offset: `00000000 00000010 `.
  private static String spelledOffsets(int times) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < times; i++) {
      text.append("%09d ".formatted(10 * i));
    }
    return text.toString();
  }

  private String tag(String inMemory) throws Exception {
    write("a.txt", TEXT);
    handler("cache-file-bytes", inMemory);
    Response whole = get("/a.txt");
    assertEquals(TEXT, AnswerReader.drain(whole));
    return whole.headers().first("ETag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void one_range_is_a_206_with_all_headers_of_the_200(String inMemory) throws Exception {
    String tag = tag(inMemory);
    Response response = get("/a.txt", "Range", "bytes=500-509");
    assertEquals(206, response.status().code());
    assertEquals(
        Headers.of(
            "Content-Type", "text/plain",
            "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT",
            "ETag", tag,
            "Accept-Ranges", "bytes",
            "X-Content-Type-Options", "nosniff",
            "Content-Range", "bytes 500-509/1000"),
        response.headers());
    assertEquals("000000500 ", AnswerReader.drain(response));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void response_206_to_an_if_range_has_all_headers_of_the_200(String inMemory) throws Exception {
    String tag = tag(inMemory);
    Response response = get("/a.txt", "Range", "bytes=-10", "If-Range", tag);
    assertEquals(206, response.status().code());
    assertEquals(
        Headers.of(
            "Content-Type", "text/plain",
            "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT",
            "ETag", tag,
            "Accept-Ranges", "bytes",
            "X-Content-Type-Options", "nosniff",
            "Content-Range", "bytes 990-999/1000"),
        response.headers());
    assertEquals("000000990 ", AnswerReader.drain(response));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void several_ranges_are_parts_between_boundaries(String inMemory) throws Exception {
    String tag = tag(inMemory);
    Response response = get("/a.txt", "Range", "bytes=700-709,0-9,-5");
    assertEquals(206, response.status().code());
    assertEquals(tag, response.headers().first("ETag"));
    assertFalse(response.headers().has("Content-Range"));
    String type = response.headers().first("Content-Type");
    String start = "multipart/byteranges; boundary=";
    assertTrue(type.startsWith(start), type);
    String boundary = type.substring(start.length());
    String expected =
        """

        --B
        Content-Type: text/plain
        Content-Range: bytes 700-709/1000

        000000700\s
        --B
        Content-Type: text/plain
        Content-Range: bytes 0-9/1000

        000000000\s
        --B
        Content-Type: text/plain
        Content-Range: bytes 995-999/1000

        0990\s
        --B--
        """
            .replace("\n", "\r\n")
            .replace("--B", "--" + boundary);
    assertEquals(expected.length(), response.body().length());
    assertEquals(expected, AnswerReader.drain(response));
    Response again = get("/a.txt", "Range", "bytes=700-709,0-9");
    assertNotEquals(type, again.headers().first("Content-Type"));
    AnswerReader.drain(again);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void ranges_that_join_to_one_are_a_single_part(String inMemory) throws Exception {
    tag(inMemory);
    Response response = get("/a.txt", "Range", "bytes=10-19,20-29");
    assertEquals("bytes 10-29/1000", response.headers().first("Content-Range"));
    assertEquals("000000010 000000020 ", AnswerReader.drain(response));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void if_range_that_does_not_match_gets_the_whole(String inMemory) throws Exception {
    tag(inMemory);
    Response response = get("/a.txt", "Range", "bytes=0-9", "If-Range", "\"other\"");
    assertEquals(200, response.status().code());
    assertEquals(TEXT, AnswerReader.drain(response));
  }

  @Test
  void date_shared_by_several_variants_does_not_match() throws Exception {
    String date = "Tue, 02 Jan 2024 03:04:05 GMT";
    write("alone.txt", TEXT);
    write("a.txt", TEXT);
    write("a.txt.gz", "gzipped");
    String[] fields = {"Range", "bytes=0-1", "If-Range", date, "Accept-Encoding", "gzip"};
    for (int i = 0; i < 2; i++) {
      assertEquals("206 00", outcome("/alone.txt", fields));
      assertEquals("200 gzipped", outcome("/a.txt", fields));
      assertEquals("200 " + TEXT, outcome("/a.txt", "Range", "bytes=0-1", "If-Range", date));
      assertEquals("206 gz", outcome("/a.txt.gz", fields));
    }
    String tag = get("/a.txt", "Range", "bytes=0-1").headers().first("ETag");
    assertEquals("206 00", outcome("/a.txt", "Range", "bytes=0-1", "If-Range", tag));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void whole_is_sent_if_the_parts_take_more_bytes(String inMemory) throws Exception {
    tag(inMemory);
    for (int parts : new int[] {7, 8, 9, 10, 11}) {
      StringBuilder range = new StringBuilder("bytes=");
      for (int i = 0; i < parts; i++) {
        range.append(i == 0 ? "" : ",").append(90 * i).append('-').append(90 * i);
      }
      Response response = get("/a.txt", "Range", range.toString());
      boolean several = response.status().code() == 206;
      assertEquals(parts < 10, several, "parts: " + parts);
      assertEquals(several, response.body().length() < TEXT.length());
      String text = AnswerReader.drain(response);
      if (!several) {
        assertEquals(TEXT, text);
        assertEquals("text/plain", response.headers().first("Content-Type"));
      }
    }
  }

  @Test
  void response_304_has_only_the_tag() throws Exception {
    String tag = tag("64k");
    for (List<String> condition :
        List.of(
            List.of("If-None-Match", tag),
            List.of("If-Modified-Since", "Tue, 02 Jan 2024 03:04:05 GMT"))) {
      Response response = get("/a.txt", condition.toArray(String[]::new));
      assertEquals(304, response.status().code());
      assertEquals(Headers.of("ETag", tag), response.headers());
    }
  }

  @Test
  void response_412_has_no_headers() throws Exception {
    tag("64k");
    Response response = get("/a.txt", "If-Match", "\"other\"");
    assertEquals(412, response.status().code());
    assertEquals(Headers.empty(), response.headers());
  }

  @Test
  void response_416_has_the_size_with_its_unit() throws Exception {
    tag("64k");
    Response response = get("/a.txt", "Range", "bytes=1000-");
    assertEquals(416, response.status().code());
    assertEquals(Headers.of("Content-Range", "bytes */1000"), response.headers());
    assertEquals(0, response.body().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-", "bytes=0-0", "bytes=7-9", "bytes=-0", "bytes=-5", "bytes=0-1,3-4"})
  void range_of_an_empty_file_is_an_empty_200(String range) throws Exception {
    write("empty.txt", "");
    String tag = get("/empty.txt").headers().first("ETag");
    for (String method : List.of("GET", "HEAD")) {
      for (String[] fields : new String[][] {{"Range", range}, {"Range", range, "If-Range", tag}}) {
        Response response = (Response) answer(method, "/empty.txt", fields);
        assertEquals(200, response.status().code());
        assertEquals(tag, response.headers().first("ETag"));
        assertFalse(response.headers().has("Content-Range"));
        assertEquals(0, response.body().length());
      }
    }
  }
}
