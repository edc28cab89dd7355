package otus.server.staticfiles.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.staticfiles.AnswerReader;
import otus.server.staticfiles.SiteTest;

/// The headers that the operator's rules give to files.
class FileHeaderRulesTest extends SiteTest {

  @ParameterizedTest
  @CsvSource({
    "a.html, text/html; charset=utf-8",
    "a.txt, text/plain; charset=utf-8",
    "a.css, text/css; charset=utf-8",
    "a.js, text/javascript; charset=utf-8",
    "a.md, text/markdown; charset=utf-8",
    "a.json, application/json",
    "a.xml, application/xml",
    "a.svg, image/svg+xml",
    "a.png, image/png",
    "a, text/plain; charset=utf-8",
    "a.unheard-of, text/plain; charset=utf-8",
    "a.bin, application/octet-stream",
  })
  void text_types_have_the_charset(String name, String expected) throws Exception {
    write(name, "text");
    handler("charset", "utf-8");
    assertEquals(expected, get("/" + name).headers().first("Content-Type"));
  }

  /// Such a file has a single representation, which is sent to every client, as nginx does.
  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void file_stored_encoded_has_content_encoding_for_every_client(String inMemory) throws Exception {
    write("a.svgz", "gzipped".repeat(100));
    write("a.svgz.br", "not this");
    write("Build.data.br", "brotli");
    write("x.js.br", "brotli\u00e9");
    handler("type", "data.br=application/octet-stream;br", "cache-file-bytes", inMemory);
    String tag = null;
    for (String[] accepted :
        new String[][] {{}, {"Accept-Encoding", "br, gzip"}, {"Accept-Encoding", "identity"}}) {
      Response response = get("/a.svgz", accepted);
      tag = response.headers().first("ETag");
      assertEquals(200, response.status().code());
      assertEquals("image/svg+xml", response.headers().first("Content-Type"));
      assertEquals("gzip", response.headers().first("Content-Encoding"));
      assertNull(response.headers().first("Vary"));
      assertEquals("gzipped".repeat(100), AnswerReader.drain(response));
    }
    Response part = get("/a.svgz", "Range", "bytes=1-3");
    assertEquals("bytes 1-3/700", part.headers().first("Content-Range"));
    assertEquals("gzip", part.headers().first("Content-Encoding"));
    assertEquals("zip", AnswerReader.drain(part));
    assertEquals("304", outcome("/a.svgz", "If-None-Match", tag));
    String date = "Tue, 02 Jan 2024 03:04:05 GMT";
    assertEquals("206 gz", outcome("/a.svgz", "Range", "bytes=0-1", "If-Range", date));
    Response unity = get("/Build.data.br");
    assertEquals("br", unity.headers().first("Content-Encoding"));
    assertEquals("brotli", AnswerReader.drain(unity));
    Response without = get("/x.js.br");
    assertNull(without.headers().first("Content-Encoding"));
    assertEquals("application/octet-stream", without.headers().first("Content-Type"));
    AnswerReader.drain(without);
  }

  /// The tag changes with the rules: otherwise caches would continue to use the old headers.
  @Test
  void tag_changes_with_the_content_encoding() throws Exception {
    write("x.js.br", "brotli");
    String before = get("/x.js.br").headers().first("ETag");
    handler("type", "js.br=text/javascript;br", "charset", "utf-8");
    Response response = get("/x.js.br", "If-None-Match", before);
    assertEquals(200, response.status().code());
    assertEquals("text/javascript; charset=utf-8", response.headers().first("Content-Type"));
    AnswerReader.drain(response);
  }

  @Test
  void charset_of_a_rule_is_kept() throws Exception {
    write("a.txt", "text");
    handler("type", "txt=text/plain;charset=latin1", "charset", "utf-8", "default-type", "text/x");
    assertEquals("text/plain; charset=latin1", get("/a.txt").headers().first("Content-Type"));
    write("README", "text");
    assertEquals("text/x; charset=utf-8", get("/README").headers().first("Content-Type"));
  }

  @Test
  void parts_have_the_charset() throws Exception {
    write("a.txt", "x".repeat(1000));
    handler("charset", "utf-8");
    String parts = AnswerReader.drain(get("/a.txt", "Range", "bytes=0-0,500-500"));
    assertEquals(3, parts.split("Content-Type: text/plain; charset=utf-8\r\n", -1).length);
  }

  @ParameterizedTest
  @CsvSource({
    "/, no-cache",
    "/index.html, no-cache",
    "/sub/page.html, no-cache",
    "/assets/app.js, 'public, max-age=3600'",
    "/assets/page.html, no-cache",
    "/assets/deep/app.js, 'public, max-age=3600'",
    "/assets/free.bin, -",
    "/feed.xml, -",
    "/app.3f2a9c1b.js, 'max-age=31536000, immutable'",
    "/assets/app.3f2a9c1b.js, 'public, max-age=3600'",
    "/to-page.html, no-cache",
    "/to-page, -",
  })
  void first_matching_rule_counts(String target, String expected) throws Exception {
    for (String name :
        new String[] {
          "index.html",
          "sub/page.html",
          "assets/app.js",
          "assets/page.html",
          "assets/deep/app.js",
          "assets/free.bin",
          "feed.xml",
          "app.3f2a9c1b.js",
          "assets/app.3f2a9c1b.js"
        }) {
      write(name, "text");
      write(name + ".gz", "gzipped");
    }
    Files.createSymbolicLink(root.resolve("to-page.html"), Path.of("feed.xml"));
    Files.createSymbolicLink(root.resolve("to-page"), Path.of("index.html"));
    handler(
        "cache-control",
        "*.html=no-cache; /assets/free.bin= ;/assets/**=public, max-age=3600;",
        "immutable",
        "true");
    String wanted = expected.equals("-") ? null : expected;
    for (int i = 0; i < 2; i++) {
      Response response = get(target);
      assertEquals(wanted, response.headers().first("Cache-Control"));
      assertEquals(wanted, get(target, "Accept-Encoding", "gzip").headers().first("Cache-Control"));
      assertEquals(wanted, get(target, "Range", "bytes=0-0").headers().first("Cache-Control"));
      Response same = get(target, "If-None-Match", "*");
      assertEquals(304, same.status().code());
      assertEquals(wanted, same.headers().first("Cache-Control"));
    }
  }

  @Test
  void cache_control_is_missing_without_rules_and_flag() throws Exception {
    write("app.3f2a9c1b.js", "text");
    Response response = get("/app.3f2a9c1b.js", "If-None-Match", "*");
    assertEquals(Headers.of("ETag", response.headers().first("ETag")), response.headers());
  }
}
