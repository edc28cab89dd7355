package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Response;

/// The charset of texts, and the type of files without a known one, by their content.
class CharsetTest extends SiteTest {
  private static final String UTF_8 = "; charset=utf-8";

  private String type(String target, String... fields) throws Exception {
    Response response = get(target, fields);
    AnswerReader.drain(response);
    return response.headers().first("Content-Type");
  }

  /// Each file is tried in memory and open; a file of at most 64 KiB is read whole in both cases.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      nullValues = "-",
      textBlock =
          """
          a.html | caf\u00e9                                      | text/html; charset=utf-8
          a.html | cafe                                           | text/html
          a.html | <meta charset=utf-8>caf\u00e9                  | text/html
          a.html | <meta charset=latin1>caf\u00e9                 | text/html
          a.html | <meta charset=no-such>caf\u00e9                | text/html; charset=utf-8
          a.html | \ufeffcaf\u00e9                                | text/html
          a.txt  | \ufeffcaf\u00e9                                | text/plain
          a.txt  | <meta charset=utf-8>caf\u00e9                  | text/plain; charset=utf-8
          a.txt  | \u20ac                                         | text/plain; charset=utf-8
          a.txt  | ''                                             | text/plain
          a.css  | \u2192                                         | text/css; charset=utf-8
          a.js   | \ud83d\ude00                                   | text/javascript; charset=utf-8
          a.md   | \u00fc                                         | text/markdown; charset=utf-8
          a.json | \u00fc                                         | application/json
          a.svg  | \u00fc                                         | image/svg+xml
          a.xhtml| \u00fc                                         | application/xhtml+xml
          README | caf\u00e9                                      | text/plain; charset=utf-8
          README | cafe                                           | text/plain
          README | ''                                             | application/octet-stream
          a.what | caf\u00e9                                      | text/plain; charset=utf-8
          a.what | caf\u00e9\u0001x                               | application/octet-stream
          a.bin  | caf\u00e9                                      | application/octet-stream
          a.txt  | caf\u00e9\u0001x                               | text/plain; charset=utf-8
          """)
  void type_says_what_a_browser_cannot_know(String name, String content, String expected)
      throws Exception {
    write(name, content);
    for (String inMemory : new String[] {"64k", "0"}) {
      handler("cache-file-bytes", inMemory);
      for (int i = 0; i < 2; i++) {
        assertEquals(expected, type("/" + name), inMemory);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void text_in_another_encoding_has_no_charset(String inMemory) throws Exception {
    Path file = write("a.txt", "");
    Files.write(file, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.copy(file, root.resolve("README"));
    handler("cache-file-bytes", inMemory);
    assertEquals("text/plain", type("/a.txt"));
    assertEquals("application/octet-stream", type("/README"));
  }

  @Test
  void head_parts_and_pages_for_missing_files_have_the_charset_and_304_has_no_type()
      throws Exception {
    write("a.txt", "\u00e9".repeat(500));
    write("404.html", "caf\u00e9");
    write("app.html", "caf\u00e9");
    handler("not-found", "404.html", "spa", "app.html");
    Response head = (Response) answer("HEAD", "/a.txt");
    assertEquals("text/plain" + UTF_8, head.headers().first("Content-Type"));
    head.body().close();
    assertEquals("text/plain" + UTF_8, type("/a.txt", "Range", "bytes=0-1"));
    String parts = AnswerReader.drain(get("/a.txt", "Range", "bytes=0-0,500-500"));
    assertEquals(3, parts.split("Content-Type: text/plain; charset=utf-8\r\n", -1).length);
    assertEquals(null, type("/a.txt", "If-None-Match", "*"));
    assertEquals("text/html" + UTF_8, type("/.no"));
    assertEquals("text/html" + UTF_8, type("/users"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void variant_has_the_type_of_its_original(String inMemory) throws Exception {
    write("a.html", "caf\u00e9");
    write("a.html.gz", "gzipped");
    write("b.html", "cafe");
    write("b.html.gz", "gzipp\u00e9d");
    write("LICENSE", "caf\u00e9");
    write("LICENSE.gz", "gzipped\u0000");
    handler("cache-file-bytes", inMemory);
    for (int i = 0; i < 2; i++) {
      assertEquals("text/html" + UTF_8, type("/a.html", "Accept-Encoding", "gzip"));
      assertEquals("text/html", type("/b.html", "Accept-Encoding", "gzip"));
      assertEquals("text/plain" + UTF_8, type("/LICENSE", "Accept-Encoding", "gzip"));
      assertEquals("application/gzip", type("/LICENSE.gz"));
    }
  }

  @Test
  void variant_changes_with_its_original() throws Exception {
    write("a.html", "cafe");
    write("a.html.gz", "gzipped");
    assertEquals("text/html", type("/a.html", "Accept-Encoding", "gzip"));
    write("a.html", "caf\u00e9", MODIFIED.plusNanos(1));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("text/html" + UTF_8, type("/a.html", "Accept-Encoding", "gzip"));
  }

  @Test
  void file_that_is_stored_encoded_has_no_charset() throws Exception {
    write("x.js.br", "\u00e9");
    handler("type", "js.br=text/javascript;br");
    assertEquals("text/javascript", type("/x.js.br"));
  }

  @Test
  void flag_forces_or_forbids_a_charset() throws Exception {
    write("a.html", "<meta charset=utf-8>caf\u00e9");
    write("b.html", "caf\u00e9");
    write("c.html", "cafe");
    handler("charset", "latin1");
    for (String name : new String[] {"/a.html", "/b.html", "/c.html"}) {
      assertEquals("text/html; charset=latin1", type(name));
    }
    for (String none : new String[] {"none", ""}) {
      handler("charset", none);
      assertEquals("text/html", type("/b.html"));
    }
    handler("charset", "auto");
    assertEquals("text/html" + UTF_8, type("/b.html"));
  }

  @Test
  void default_type_is_not_replaced_by_that_of_text() throws Exception {
    write("README", "caf\u00e9");
    handler("default-type", "application/octet-stream");
    assertEquals("application/octet-stream", type("/README"));
    handler("default-type", "text/x-any");
    assertEquals("text/x-any" + UTF_8, type("/README"));
    handler("type", "/README=application/x-readme");
    assertEquals("application/x-readme", type("/README"));
  }

  /// The first 64 KiB decide, also if a character begins in them and ends after them.
  @ParameterizedTest(name = "{0} bytes before, {1} after")
  @CsvSource({
    "0, 70000, text/plain; charset=utf-8, application/octet-stream",
    "65534, 70000, text/plain; charset=utf-8, application/octet-stream",
    "65535, 70000, text/plain, application/octet-stream",
    "65536, 70000, text/plain, application/octet-stream",
    "65534, 0, text/plain; charset=utf-8, text/plain; charset=utf-8",
    "65535, 0, text/plain, application/octet-stream",
    // above 16 MiB, where the tag is made from samples
    "0, 17000000, text/plain; charset=utf-8, application/octet-stream",
  })
  void beginning_of_a_large_file_counts(int before, int after, String text, String unknown)
      throws Exception {
    write("a.txt", "x".repeat(before) + "\u00e9" + "y".repeat(after));
    Files.createLink(root.resolve("README"), root.resolve("a.txt"));
    for (int i = 0; i < 2; i++) {
      assertEquals(text, type("/a.txt"));
      assertEquals(unknown, type("/README"));
    }
  }

  @Test
  void character_that_is_cut_is_not_invalid() throws Exception {
    write("a.txt", "\u00e9" + "x".repeat(65_533) + "\u00e9" + "y".repeat(99));
    assertEquals("text/plain" + UTF_8, type("/a.txt"));
  }

  /// A file that was written just now has a weak tag, for which its content is not read.
  @Test
  void file_that_was_just_written_has_its_charset() throws Exception {
    Path file = write("a.txt", "\u00e9".repeat(70_000), NOW);
    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(60)));
    Response response = get("/a.txt");
    AnswerReader.drain(response);
    assertTrue(response.headers().first("ETag").startsWith("W/"));
    assertEquals("text/plain" + UTF_8, response.headers().first("Content-Type"));
    write("b.bin", "\u00e9".repeat(70_000), NOW.plusSeconds(60));
    assertFalse(type("/b.bin").contains("charset"));
  }
}
