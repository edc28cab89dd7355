package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Response;

/// Responses for files with precompressed variants, in memory and as open files.
class PrecompressedTest extends SiteTest {
  private static final String LIKES_ALL = "gzip, deflate, br, zstd";

  private void writeVariants() throws Exception {
    write("app.js", "the file itself");
    write("app.js.br", "brotli");
    write("app.js.zst", "zstandard");
    write("app.js.gz", "gzipped");
  }

  private String sent(String target, String... fields) throws Exception {
    Response response = get(target, fields);
    String coding = response.headers().first("Content-Encoding");
    return response.status().code()
        + " "
        + (coding == null ? "" : coding + " ")
        + AnswerReader.drain(response);
  }

  @ParameterizedTest
  @CsvSource({
    "64k, br, 200 br brotli",
    "64k, zstd, 200 zstd zstandard",
    "64k, gzip, 200 gzip gzipped",
    "64k, 'gzip, deflate, br, zstd', 200 br brotli",
    "64k, identity, 200 the file itself",
    "64k, identity;q=0, 200 the file itself",
    "64k, deflate, 200 the file itself",
    "0, br, 200 br brotli",
    "0, gzip, 200 gzip gzipped",
    "0, identity, 200 the file itself",
    "8, gzip, 200 gzip gzipped",
    "8, zstd, 200 zstd zstandard",
  })
  void accepted_variant_is_sent(String inMemory, String accepted, String expected)
      throws Exception {
    writeVariants();
    handler("cache-file-bytes", inMemory);
    for (int i = 0; i < 3; i++) {
      assertEquals(expected, sent("/app.js", "Accept-Encoding", accepted));
      assertEquals("200 the file itself", sent("/app.js"));
    }
    clock.advance(Duration.ofSeconds(5));
    assertEquals(expected, sent("/app.js", "Accept-Encoding", accepted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void headers_are_those_of_the_variant_except_the_type(String inMemory) throws Exception {
    writeVariants();
    write("app.js.gz", "gzipped", MODIFIED.plusSeconds(60));
    handler("cache-file-bytes", inMemory);
    Response plain = get("/app.js");
    Response variant = get("/app.js", "Accept-Encoding", "gzip");
    assertEquals(
        Headers.of(
            "Content-Type", "text/javascript",
            "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT",
            "ETag", plain.headers().first("ETag"),
            "Accept-Ranges", "bytes",
            "Vary", "Accept-Encoding",
            "X-Content-Type-Options", "nosniff"),
        plain.headers());
    assertEquals(
        Headers.of(
            "Content-Type", "text/javascript",
            "Content-Encoding", "gzip",
            "Last-Modified", "Tue, 02 Jan 2024 03:05:05 GMT",
            "ETag", variant.headers().first("ETag"),
            "Accept-Ranges", "bytes",
            "Vary", "Accept-Encoding",
            "X-Content-Type-Options", "nosniff"),
        variant.headers());
    assertEquals(7, variant.body().length());
    Response head = (Response) answer("HEAD", "/app.js", "Accept-Encoding", "gzip");
    assertEquals(variant.headers(), head.headers());
    assertEquals(7, head.body().length());
    plain.body().close();
    variant.body().close();
    head.body().close();
  }

  @Test
  void variants_with_equal_size_and_time_have_different_tags() throws Exception {
    write("a.css", "12345");
    write("a.css.br", "23456");
    write("a.css.gz", "34567");
    String plain = get("/a.css").headers().first("ETag");
    String br = get("/a.css", "Accept-Encoding", "br").headers().first("ETag");
    String gzip = get("/a.css", "Accept-Encoding", "gzip").headers().first("ETag");
    assertNotEquals(plain, br);
    assertNotEquals(plain, gzip);
    assertNotEquals(br, gzip);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void conditions_and_ranges_apply_to_the_variant(String inMemory) throws Exception {
    writeVariants();
    handler("cache-file-bytes", inMemory, "cache-control", "*=no-cache");
    Response plain = get("/app.js");
    String plainTag = plain.headers().first("ETag");
    plain.body().close();
    Response variant = get("/app.js", "Accept-Encoding", "gzip");
    String tag = variant.headers().first("ETag");
    variant.body().close();

    Response same = get("/app.js", "Accept-Encoding", "gzip", "If-None-Match", tag);
    assertEquals(304, same.status().code());
    assertEquals(
        Headers.of("ETag", tag, "Vary", "Accept-Encoding", "Cache-Control", "no-cache"),
        same.headers());
    assertEquals(
        "200 gzip gzipped", sent("/app.js", "Accept-Encoding", "gzip", "If-None-Match", plainTag));
    assertEquals("200 the file itself", sent("/app.js", "If-None-Match", tag));

    Response failed = get("/app.js", "Accept-Encoding", "gzip", "If-Match", plainTag);
    assertEquals(412, failed.status().code());
    assertEquals(Headers.empty(), failed.headers());

    Response part = get("/app.js", "Accept-Encoding", "gzip", "Range", "bytes=4-");
    assertEquals(
        Headers.of(
            "Content-Type", "text/javascript",
            "Content-Encoding", "gzip",
            "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT",
            "ETag", tag,
            "Accept-Ranges", "bytes",
            "Vary", "Accept-Encoding",
            "Cache-Control", "no-cache",
            "X-Content-Type-Options", "nosniff",
            "Content-Range", "bytes 4-6/7"),
        part.headers());
    assertEquals("ped", AnswerReader.drain(part));

    Response known =
        get("/app.js", "Accept-Encoding", "gzip", "Range", "bytes=0-0", "If-Range", tag);
    assertEquals(part.headers().with("Content-Range", "bytes 0-0/7"), known.headers());
    assertEquals("g", AnswerReader.drain(known));
    assertEquals(
        "200 gzip gzipped",
        sent("/app.js", "Accept-Encoding", "gzip", "Range", "bytes=0-0", "If-Range", plainTag));

    Response none = get("/app.js", "Accept-Encoding", "gzip", "Range", "bytes=7-");
    assertEquals(416, none.status().code());
    assertEquals(Headers.of("Content-Range", "bytes */7"), none.headers());
  }

  @Test
  void several_ranges_of_a_variant_are_ignored() throws Exception {
    write("a.txt", "x".repeat(1000));
    write("a.txt.gz", "y".repeat(500));
    Response variant = get("/a.txt", "Accept-Encoding", "gzip", "Range", "bytes=0-0,400-401");
    assertEquals(200, variant.status().code());
    Response plain = get("/a.txt", "Range", "bytes=0-0,400-401");
    assertEquals(206, plain.status().code());
    assertEquals("Accept-Encoding", plain.headers().first("Vary"));
    assertFalse(plain.headers().has("Content-Encoding"));
  }

  @Test
  void file_without_variants_has_no_encoding_headers() throws Exception {
    write("a.txt", "alone");
    Response plain = get("/a.txt", "Accept-Encoding", LIKES_ALL);
    assertNull(plain.headers().first("Vary"));
    assertSame(plain, handle("GET", "/a.txt", "Accept-Encoding", LIKES_ALL));
    assertSame(plain, handle("GET", "/a.txt"));
  }

  @Test
  void precompressed_file_is_served_under_its_own_name() throws Exception {
    writeVariants();
    for (int i = 0; i < 2; i++) {
      Response response = get("/app.js.gz", "Accept-Encoding", "gzip");
      assertEquals("application/gzip", response.headers().first("Content-Type"));
      assertFalse(response.headers().has("Content-Encoding"));
      assertFalse(response.headers().has("Vary"));
      assertEquals("gzipped", AnswerReader.drain(response));
      assertEquals("200 gzip gzipped", sent("/app.js", "Accept-Encoding", "gzip"));
    }
  }

  @Test
  void precompressed_file_without_original_is_not_a_variant() throws Exception {
    write("app.js.gz", "gzipped");
    assertEquals("404", outcome("/app.js", "Accept-Encoding", "gzip"));
  }

  @Test
  void index_file_has_variants() throws Exception {
    write("docs/index.html", "index");
    write("docs/index.html.br", "brotli");
    assertEquals("200 br brotli", sent("/docs/", "Accept-Encoding", "br"));
    assertEquals("200 br brotli", sent("/docs/index.html", "Accept-Encoding", "br"));
    assertEquals("200 index", sent("/docs/"));
  }

  @Test
  void original_is_sent_if_the_option_is_off() throws Exception {
    writeVariants();
    handler("precompressed", "false");
    Response response = get("/app.js", "Accept-Encoding", LIKES_ALL);
    assertFalse(response.headers().has("Vary"));
    assertEquals("the file itself", AnswerReader.drain(response));
  }

  @Test
  void compressed_images_have_no_variants_and_svg_has() throws Exception {
    for (String name : List.of("a.png", "a.svg")) {
      write(name, "plain");
      write(name + ".gz", "gzipped");
    }
    assertEquals("200 plain", sent("/a.png", "Accept-Encoding", "gzip"));
    assertEquals("200 gzip gzipped", sent("/a.svg", "Accept-Encoding", "gzip"));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-02T03:04:05.123456789Z, true",
    "2024-01-02T03:04:05.123456790Z, true",
    "2025-01-02T03:04:05Z, true",
    "2024-01-02T03:04:05.123456788Z, true",
    "2024-01-02T03:04:05.123456Z, true",
    "2024-01-02T03:04:05.123Z, true",
    "2024-01-02T03:04:05Z, true",
    "2024-01-02T03:04:04.999Z, true",
    "2024-01-02T03:04:04.123456790Z, true",
    "2024-01-02T03:04:04.123456789Z, false",
    "2024-01-02T03:04:04Z, false",
    "2020-01-01T00:00:00Z, false",
  })
  void variant_older_than_its_original_by_a_second_is_not_served(String modified, boolean served)
      throws Exception {
    write("a.js", "plain");
    write("a.js.gz", "gzipped", Instant.parse(modified));
    assertEquals(
        served ? "200 gzip gzipped" : "200 plain", sent("/a.js", "Accept-Encoding", "gzip"));
    assertEquals(served ? "Accept-Encoding" : null, get("/a.js").headers().first("Vary"));
  }

  @Test
  void added_changed_and_removed_variants_show_at_once() throws Exception {
    write("a.js", "plain");
    assertEquals("200 plain", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js.gz", "old", MODIFIED.minusSeconds(2));
    assertEquals("200 plain", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js.gz", "gzipped");
    assertEquals("200 gzip gzipped", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js.gz", "gzipped anew", MODIFIED.plusSeconds(1));
    assertEquals("200 gzip gzipped anew", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js.br", "brotli");
    assertEquals("200 br brotli", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    Files.delete(root.resolve("a.js.br"));
    assertEquals("200 gzip gzipped anew", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js", "plain anew", MODIFIED.plusSeconds(2));
    assertEquals("200 plain anew", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    Files.delete(root.resolve("a.js"));
    assertEquals("404", outcome("/a.js", "Accept-Encoding", LIKES_ALL));
  }

  @Test
  void cache_does_not_hide_a_variant_changed_within_the_same_tick() throws Exception {
    write("a.js", "plain");
    write("a.js.gz", "one", NOW);
    Response before = get("/a.js", "Accept-Encoding", "gzip");
    assertEquals("one", AnswerReader.drain(before));
    assertEquals("one", AnswerReader.drain(before));
    Files.delete(root.resolve("a.js.gz"));
    write("a.js.gz", "two", NOW);
    clock.advance(Duration.ofSeconds(3));
    Response after = get("/a.js", "Accept-Encoding", "gzip");
    assertEquals("two", AnswerReader.drain(after));
    assertNotEquals(before.headers().first("ETag"), after.headers().first("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void variant_opened_once_is_served_from_the_cache(String inMemory) throws Exception {
    writeVariants();
    handler("cache-file-bytes", inMemory);
    get("/app.js").body().close();
    getByLookup("/app.js", "Accept-Encoding", "br").body().close();
    for (String field : List.of("br", "br;q=0.7", "gzip;q=0.1, br", "x, y;q=z, br")) {
      Response hit = (Response) handle("GET", "/app.js", "Accept-Encoding", field);
      assertEquals("brotli", AnswerReader.drain(hit));
    }
    assertEquals(inMemory.equals("0") ? 2 : 0, openFiles().size());
  }

  @Test
  void cache_does_not_grow_with_values_of_accept_encoding() throws Exception {
    writeVariants();
    handler("cache-file-bytes", "0", "cache-files", "10");
    for (int i = 0; i < 200; i++) {
      get("/app.js", "Accept-Encoding", "gzip, x" + i).body().close();
      get("/app.js", "Accept-Encoding", "br;q=0." + i).body().close();
    }
    assertEquals(3, openFiles().size());
  }

  @Test
  void variants_count_as_open_files() throws Exception {
    handler("cache-file-bytes", "0", "cache-files", "3");
    for (int i = 0; i < 10; i++) {
      write("f" + i + ".js", "plain");
      write("f" + i + ".js.gz", "gzipped");
      assertEquals("200 gzip gzipped", sent("/f" + i + ".js", "Accept-Encoding", "gzip"));
      assertEquals(2, openFiles().size()); // a file is evicted with its variants
    }
  }

  @Test
  void variants_are_served_without_a_cache() throws Exception {
    writeVariants();
    handler("cache-bytes", "0", "cache-files", "0", "cache-file-bytes", "8");
    for (int i = 0; i < 3; i++) {
      assertEquals("200 gzip gzipped", sent("/app.js", "Accept-Encoding", "gzip"));
      assertEquals("200 zstd zstandard", sent("/app.js", "Accept-Encoding", "zstd"));
      assertEquals(List.of(), openFiles());
    }
  }

  @Test
  void response_outlives_the_eviction_of_its_variant() throws Exception {
    handler("cache-file-bytes", "0", "cache-files", "2");
    writeVariants();
    write("other.js", "other");
    write("third.js", "third");
    Response response = get("/app.js", "Accept-Encoding", "gzip");
    get("/other.js").body().close();
    get("/third.js").body().close();
    assertEquals("gzipped", AnswerReader.drain(response));
    assertEquals(2, openFiles().size());
  }

  @Test
  void variant_is_opened_again_after_its_eviction() throws Exception {
    handler("cache-bytes", "4k", "cache-file-bytes", "20");
    writeVariants();
    write("big.txt", "x".repeat(15));
    for (int i = 0; i < 5; i++) {
      assertEquals("200 gzip gzipped", sent("/app.js", "Accept-Encoding", "gzip"));
      assertEquals("200 zstd zstandard", sent("/app.js", "Accept-Encoding", "zstd"));
      assertEquals("200 " + "x".repeat(15), sent("/big.txt"));
    }
  }
}
