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

/// What is sent of a file that has encoded forms beside it, in memory and as open files.
class PrecompressedTest extends SiteTest {
  private static final String LIKES_ALL = "gzip, deflate, br, zstd";

  private void writeForms() throws Exception {
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
        + Answers.drain(response);
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
  void the_form_that_is_accepted_is_sent(String inMemory, String accepted, String expected)
      throws Exception {
    writeForms();
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
  void the_fields_are_those_of_the_form_but_for_the_type(String inMemory) throws Exception {
    writeForms();
    write("app.js.gz", "gzipped", MODIFIED.plusSeconds(60));
    handler("cache-file-bytes", inMemory);
    Response plain = get("/app.js");
    Response form = get("/app.js", "Accept-Encoding", "gzip");
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
            "ETag", form.headers().first("ETag"),
            "Accept-Ranges", "bytes",
            "Vary", "Accept-Encoding",
            "X-Content-Type-Options", "nosniff"),
        form.headers());
    assertEquals(7, form.body().length());
    Response head = (Response) answer("HEAD", "/app.js", "Accept-Encoding", "gzip");
    assertEquals(form.headers(), head.headers());
    assertEquals(7, head.body().length());
    plain.body().close();
    form.body().close();
    head.body().close();
  }

  @Test
  void forms_of_one_size_and_time_have_tags_of_their_own() throws Exception {
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
  void conditions_and_ranges_are_about_the_form(String inMemory) throws Exception {
    writeForms();
    handler("cache-file-bytes", inMemory, "cache-control", "*=no-cache");
    Response plain = get("/app.js");
    String plainTag = plain.headers().first("ETag");
    plain.body().close();
    Response form = get("/app.js", "Accept-Encoding", "gzip");
    String tag = form.headers().first("ETag");
    form.body().close();

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
    assertEquals("ped", Answers.drain(part));

    Response known =
        get("/app.js", "Accept-Encoding", "gzip", "Range", "bytes=0-0", "If-Range", tag);
    assertEquals(part.headers().with("Content-Range", "bytes 0-0/7"), known.headers());
    assertEquals("g", Answers.drain(known));
    assertEquals(
        "200 gzip gzipped",
        sent("/app.js", "Accept-Encoding", "gzip", "Range", "bytes=0-0", "If-Range", plainTag));

    Response none = get("/app.js", "Accept-Encoding", "gzip", "Range", "bytes=7-");
    assertEquals(416, none.status().code());
    assertEquals(Headers.of("Content-Range", "bytes */7"), none.headers());
  }

  @Test
  void several_ranges_of_a_form_are_not_worth_it() throws Exception {
    write("a.txt", "x".repeat(1000));
    write("a.txt.gz", "y".repeat(500));
    Response form = get("/a.txt", "Accept-Encoding", "gzip", "Range", "bytes=0-0,400-401");
    assertEquals(200, form.status().code());
    Response plain = get("/a.txt", "Range", "bytes=0-0,400-401");
    assertEquals(206, plain.status().code());
    assertEquals("Accept-Encoding", plain.headers().first("Vary"));
    assertFalse(plain.headers().has("Content-Encoding"));
  }

  @Test
  void a_file_without_forms_says_nothing_of_encodings() throws Exception {
    write("a.txt", "alone");
    Response plain = get("/a.txt", "Accept-Encoding", LIKES_ALL);
    assertNull(plain.headers().first("Vary"));
    assertSame(plain, unsettled("GET", "/a.txt", "Accept-Encoding", LIKES_ALL));
    assertSame(plain, unsettled("GET", "/a.txt"));
  }

  @Test
  void a_form_is_itself_under_its_own_name() throws Exception {
    writeForms();
    for (int i = 0; i < 2; i++) {
      Response response = get("/app.js.gz", "Accept-Encoding", "gzip");
      assertEquals("application/gzip", response.headers().first("Content-Type"));
      assertFalse(response.headers().has("Content-Encoding"));
      assertFalse(response.headers().has("Vary"));
      assertEquals("gzipped", Answers.drain(response));
      assertEquals("200 gzip gzipped", sent("/app.js", "Accept-Encoding", "gzip"));
    }
  }

  @Test
  void a_form_alone_does_not_stand_for_a_file() throws Exception {
    write("app.js.gz", "gzipped");
    assertEquals("404", outcome("/app.js", "Accept-Encoding", "gzip"));
  }

  @Test
  void an_index_file_has_forms_too() throws Exception {
    write("docs/index.html", "index");
    write("docs/index.html.br", "brotli");
    assertEquals("200 br brotli", sent("/docs/", "Accept-Encoding", "br"));
    assertEquals("200 br brotli", sent("/docs/index.html", "Accept-Encoding", "br"));
    assertEquals("200 index", sent("/docs/"));
  }

  @Test
  void nothing_is_chosen_if_the_option_is_off() throws Exception {
    writeForms();
    handler("precompressed", "false");
    Response response = get("/app.js", "Accept-Encoding", LIKES_ALL);
    assertFalse(response.headers().has("Vary"));
    assertEquals("the file itself", Answers.drain(response));
  }

  @Test
  void pictures_are_compressed_already_and_drawings_are_not() throws Exception {
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
  void a_form_that_is_older_than_its_file_by_a_second_is_not_served(String modified, boolean served)
      throws Exception {
    write("a.js", "plain");
    write("a.js.gz", "gzipped", Instant.parse(modified));
    assertEquals(
        served ? "200 gzip gzipped" : "200 plain", sent("/a.js", "Accept-Encoding", "gzip"));
    assertEquals(served ? "Accept-Encoding" : null, get("/a.js").headers().first("Vary"));
  }

  @Test
  void forms_that_come_change_and_go_show_within_a_second() throws Exception {
    write("a.js", "plain");
    assertEquals("200 plain", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js.gz", "gzipped");
    assertEquals("200 plain", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("200 gzip gzipped", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js.gz", "gzipped anew", MODIFIED.plusSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("200 gzip gzipped anew", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js.br", "brotli");
    clock.advance(Duration.ofSeconds(1));
    assertEquals("200 br brotli", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    Files.delete(root.resolve("a.js.br"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("200 gzip gzipped anew", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    write("a.js", "plain anew", MODIFIED.plusSeconds(2));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("200 plain anew", sent("/a.js", "Accept-Encoding", LIKES_ALL));
    Files.delete(root.resolve("a.js"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("404", outcome("/a.js", "Accept-Encoding", LIKES_ALL));
  }

  @Test
  void a_form_changed_within_the_same_tick_is_not_hidden_by_the_cache() throws Exception {
    write("a.js", "plain");
    write("a.js.gz", "one", NOW);
    Response before = get("/a.js", "Accept-Encoding", "gzip");
    assertEquals("one", Answers.drain(before));
    assertEquals("one", Answers.drain(before));
    Files.delete(root.resolve("a.js.gz"));
    write("a.js.gz", "two", NOW);
    clock.advance(Duration.ofSeconds(3));
    Response after = get("/a.js", "Accept-Encoding", "gzip");
    assertEquals("two", Answers.drain(after));
    assertNotEquals(before.headers().first("ETag"), after.headers().first("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void what_was_opened_once_is_answered_at_once(String inMemory) throws Exception {
    writeForms();
    handler("cache-file-bytes", inMemory);
    get("/app.js").body().close();
    lookedUp("/app.js", "Accept-Encoding", "br").body().close();
    for (String field : List.of("br", "br;q=0.7", "gzip;q=0.1, br", "x, y;q=z, br")) {
      Response hit = (Response) unsettled("GET", "/app.js", "Accept-Encoding", field);
      assertEquals("brotli", Answers.drain(hit));
    }
    assertEquals(inMemory.equals("0") ? 2 : 0, openFiles().size());
  }

  @Test
  void whatever_a_client_says_it_accepts_nothing_is_kept_for_it() throws Exception {
    writeForms();
    handler("cache-file-bytes", "0", "cache-files", "10");
    for (int i = 0; i < 200; i++) {
      get("/app.js", "Accept-Encoding", "gzip, x" + i).body().close();
      get("/app.js", "Accept-Encoding", "br;q=0." + i).body().close();
    }
    assertEquals(3, openFiles().size());
  }

  @Test
  void forms_count_among_the_files_that_are_kept_open() throws Exception {
    handler("cache-file-bytes", "0", "cache-files", "3");
    for (int i = 0; i < 10; i++) {
      write("f" + i + ".js", "plain");
      write("f" + i + ".js.gz", "gzipped");
      assertEquals("200 gzip gzipped", sent("/f" + i + ".js", "Accept-Encoding", "gzip"));
      assertEquals(2, openFiles().size()); // a file goes with its forms
    }
  }

  @Test
  void forms_are_served_without_a_cache() throws Exception {
    writeForms();
    handler("cache-bytes", "0", "cache-files", "0", "cache-file-bytes", "8");
    for (int i = 0; i < 3; i++) {
      assertEquals("200 gzip gzipped", sent("/app.js", "Accept-Encoding", "gzip"));
      assertEquals("200 zstd zstandard", sent("/app.js", "Accept-Encoding", "zstd"));
      assertEquals(List.of(), openFiles());
    }
  }

  @Test
  void a_response_outlives_the_eviction_of_its_form() throws Exception {
    handler("cache-file-bytes", "0", "cache-files", "2");
    writeForms();
    write("other.js", "other");
    write("third.js", "third");
    Response response = get("/app.js", "Accept-Encoding", "gzip");
    get("/other.js").body().close();
    get("/third.js").body().close();
    assertEquals("gzipped", Answers.drain(response));
    assertEquals(2, openFiles().size());
  }

  @Test
  void a_form_is_found_again_after_its_eviction() throws Exception {
    handler("cache-bytes", "4k", "cache-file-bytes", "20");
    writeForms();
    write("big.txt", "x".repeat(15));
    for (int i = 0; i < 5; i++) {
      assertEquals("200 gzip gzipped", sent("/app.js", "Accept-Encoding", "gzip"));
      assertEquals("200 zstd zstandard", sent("/app.js", "Accept-Encoding", "zstd"));
      assertEquals("200 " + "x".repeat(15), sent("/big.txt"));
    }
  }
}
