package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Headers;
import otus.server.api.Response;

/// What responses say of a file by the operator's wish.
class LabelsTest extends SiteTest {

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
    "a, application/octet-stream",
  })
  void types_of_text_have_the_charset(String name, String expected) throws Exception {
    write(name, "text");
    handler("charset", "utf-8");
    assertEquals(expected, get("/" + name).headers().first("Content-Type"));
  }

  @Test
  void the_charset_is_also_said_of_parts() throws Exception {
    write("a.txt", "x".repeat(1000));
    handler("charset", "utf-8");
    String parts = Answers.drain(get("/a.txt", "Range", "bytes=0-0,500-500"));
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
  void the_first_rule_that_matches_counts(String target, String expected) throws Exception {
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
  void without_rules_and_flag_nothing_is_said() throws Exception {
    write("app.3f2a9c1b.js", "text");
    Response response = get("/app.3f2a9c1b.js", "If-None-Match", "*");
    assertEquals(Headers.of("ETag", response.headers().first("ETag")), response.headers());
  }
}
