package otus.server.staticfiles.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Response;
import otus.server.staticfiles.AnswerReader;
import otus.server.staticfiles.SiteTest;

/// Pages under URLs without `.html`.
class CleanUrlsTest extends SiteTest {

  private void site() throws Exception {
    write("index.html", "home");
    write("about.html", "about");
    write("blog.html", "blog");
    write("blog/post.html", "post");
    write("docs/index.html", "docs");
    write("exact", "exact file");
    write("exact.html", "page beside");
    write("v1.2.html", "version");
    write("a:b.html", "colon");
    write("a b.html", "blank");
    write("x.html.html", "twice");
    write(".hidden.html", "hidden");
    Files.createDirectory(root.resolve("folder.html"));
    Files.createDirectory(root.resolve("empty"));
  }

  @ParameterizedTest
  @CsvSource({
    "/about, 200 about",
    "/about?q=1, 200 about",
    "/about.html, 200 about",
    "/about/, 404",
    "/blog, 200 blog",
    "/blog/, 404",
    "/blog/post, 200 post",
    "/docs, 301 docs/",
    "/docs/, 200 docs",
    "/docs/index, 200 docs",
    "/index, 200 home",
    "/exact, 200 exact file",
    "/exact.html, 200 page beside",
    "/v1.2, 200 version",
    "/a:b, 200 colon",
    "/a%20b, 200 blank",
    "/x.html, 404",
    "/folder, 404",
    "/empty, 301 empty/",
    "/.hidden, 404",
    "/missing, 404",
    "/ABOUT, 404",
    "/, 200 home",
  })
  void file_is_tried_before_page_and_page_before_directory(String target, String expected)
      throws Exception {
    site();
    handler("clean-urls", "on");
    for (int i = 0; i < 2; i++) {
      assertEquals(expected, outcome(target));
    }
  }

  @ParameterizedTest
  @CsvSource({"/about, 404", "/about.html, 200 about", "/blog, 301 blog/", "/index, 404"})
  void page_has_only_its_own_name_without_the_option(String target, String expected)
      throws Exception {
    site();
    assertEquals(expected, outcome(target));
  }

  @ParameterizedTest
  @CsvSource({
    "/about.html, 301 about",
    "/about.html?a=b&c, 301 about?a=b&c",
    "/about, 200 about",
    "/blog.html, 301 blog",
    "/blog/post.html, 301 post",
    "//blog//post.html, 301 post",
    "/index.html, 301 ./",
    "/index.html?q=\\, 301 ./?q=%5C",
    "/index, 301 ./",
    "/docs/index.html, 301 ./",
    "/docs/index, 301 ./",
    "/docs/, 200 docs",
    "/exact.html, 200 page beside",
    "/exact, 200 exact file",
    "/v1.2.html, 301 v1.2",
    "/a:b.html, 301 ./a:b",
    "/a%20b.html, 301 a%20b",
    "/x.html.html, 200 twice",
    "/x.html, 404",
    "/missing.html, 404",
    "/folder.html, 301 folder.html/",
    "/.hidden.html, 404",
    "/blog%2Fpost.html, 301 blog%2Fpost",
    "/docs%2Findex.html, 301 docs%2Findex",
    "/docs%2Findex, 200 docs",
    "/about%2Ehtml, 200 about",
    "/, 200 home",
  })
  void long_url_is_redirected_if_the_short_one_is_the_same_file(String target, String expected)
      throws Exception {
    site();
    handler("clean-urls", "redirect");
    for (int i = 0; i < 2; i++) {
      assertEquals(expected, outcome(target));
    }
    if (expected.startsWith("301")) {
      assertEquals(expected, outcome(target, "If-None-Match", "*", "Range", "bytes=0-0"));
    }
  }

  /// Without its suffix, such a name is not a file name.
  @ParameterizedTest
  @ValueSource(strings = {".html", "..html", "...html"})
  void names_of_dots_are_not_redirected(String name) throws Exception {
    write("sub/" + name, "odd");
    write("sub/index.html", "sub");
    handler("clean-urls", "redirect", "hidden", "true");
    assertEquals("200 odd", outcome("/sub/" + name));
    assertEquals("200 sub", outcome("/sub/" + name + "/../"));
  }

  @Test
  void index_is_redirected_to_its_directory_only_if_served_for_it() throws Exception {
    write("index.htm", "first");
    write("index.html", "second");
    handler("clean-urls", "redirect", "index", "index.htm,index.html");
    assertEquals("200 first", outcome("/"));
    assertEquals("301 index", outcome("/index.html"));
    assertEquals("200 second", outcome("/index"));
    assertEquals("200 first", outcome("/index.htm"));
    Files.delete(root.resolve("index.htm"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("301 ./", outcome("/index.html"));
    assertEquals("301 ./", outcome("/index"));
  }

  @Test
  void page_cached_as_a_fallback_is_still_redirected() throws Exception {
    write("index.html", "app");
    write("404.html", "nothing");
    handler("clean-urls", "redirect", "spa", "index.html", "not-found", "404.html");
    assertEquals("200 app", outcome("/users"));
    assertEquals("404 nothing", outcome("/no.js"));
    assertEquals("301 ./", outcome("/index.html"));
    assertEquals("301 404", outcome("/404.html"));
    assertEquals("200 nothing", outcome("/404"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void clean_url_has_the_headers_of_its_page(String inMemory) throws Exception {
    write("about.html", "<about>");
    write("about.html.gz", "gzipped");
    write("other.html", "<other>");
    handler(
        "clean-urls",
        "on",
        "cache-control",
        "*.html=no-cache",
        "charset",
        "utf-8",
        "cache-file-bytes",
        inMemory,
        "spa",
        "index.html",
        "type",
        "about=x/y");
    for (int i = 0; i < 2; i++) {
      Response shorter = get("/about", "Accept-Encoding", "gzip");
      Response longer = get("/about.html", "Accept-Encoding", "gzip");
      assertEquals(longer.headers(), shorter.headers());
      assertEquals("text/html; charset=utf-8", shorter.headers().first("Content-Type"));
      assertEquals("no-cache", shorter.headers().first("Cache-Control"));
      assertEquals("Accept-Encoding", shorter.headers().first("Vary"));
      assertEquals("gzipped", AnswerReader.drain(shorter));
      String tag = longer.headers().first("ETag");
      assertEquals("gzipped", AnswerReader.drain(longer));
      assertEquals("304", outcome("/about", "Accept-Encoding", "gzip", "If-None-Match", tag));
      assertEquals("200 <about>", outcome("/about", "If-None-Match", tag));
      assertEquals("206 ab", outcome("/about", "Range", "bytes=1-2"));
      assertEquals("412", outcome("/about", "If-Match", "\"x\""));
      Response head = (Response) answer("HEAD", "/other");
      assertEquals(7, head.body().length());
      head.body().close();
    }
  }

  @Test
  void added_and_removed_files_are_noticed() throws Exception {
    handler("clean-urls", "on", "not-found", "");
    assertEquals("404", outcome("/about"));
    write("about.html", "one");
    assertEquals("200 one", outcome("/about"));
    write("about.html", "two", MODIFIED.plusSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("200 two", outcome("/about"));
    write("about", "exact");
    clock.advance(Duration.ofSeconds(1));
    assertEquals("200 exact", outcome("/about"));
    Files.delete(root.resolve("about"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("200 two", outcome("/about"));
    Files.delete(root.resolve("about.html"));
    Files.createDirectory(root.resolve("about"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("301 about/", outcome("/about"));
    Files.delete(root.resolve("about"));
    assertEquals("404", outcome("/about"));
  }

  @Test
  void longest_names_have_no_page() throws Exception {
    write("x".repeat(250) + ".html", "long");
    handler("clean-urls", "redirect");
    assertEquals("200 long", outcome("/" + "x".repeat(250)));
    assertEquals("404", outcome("/" + "x".repeat(251)));
    assertEquals("404", outcome("/" + "x".repeat(255)));
    assertEquals("404", outcome("/" + "%C3%BC".repeat(127)));
  }

  @Test
  void links_follow_the_same_rules() throws Exception {
    Files.writeString(root.resolveSibling("secret"), "secret");
    Files.createSymbolicLink(root.resolve("out.html"), root.resolveSibling("secret"));
    write("real.html", "real");
    Files.createSymbolicLink(root.resolve("in.html"), root.resolve("real.html"));
    handler("clean-urls", "redirect");
    assertEquals("404", outcome("/out"));
    assertEquals("404", outcome("/out.html"));
    assertEquals("200 real", outcome("/in"));
    assertEquals("301 in", outcome("/in.html"));
  }

  @Test
  void unknown_value_is_rejected() {
    assertThrows(IllegalArgumentException.class, () -> handler("clean-urls", "yes"));
  }
}
