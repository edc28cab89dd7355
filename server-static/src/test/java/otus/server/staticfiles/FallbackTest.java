package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Headers;
import otus.server.api.Response;

/// Responses for paths without a file.
class FallbackTest extends SiteTest {

  @ParameterizedTest(name = "{0}, Accept: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          /                        | -                | 200 app
          /users                   | -                | 200 app
          /users/42                | text/html        | 200 app
          /users/42/               | text/html        | 200 app
          /users/42?tab=1          | */*              | 200 app
          /a%2Fb                   | text/html        | 200 app
          /caf%E9                  | text/html        | 200 app
          /caf%E9                  | image/*          | 404
          /real.txt%2F             | text/html        | 404
          /users%2Freal%2etxt      | text/html        | 404
          /x%2F.hidden%2Fy         | text/html        | 404
          /users                   | application/json | 404
          /users                   | text/html;q=0    | 404
          /users                   | image/*          | 404
          /missing.js              | text/html        | 404
          /missing.js/             | text/html        | 404
          /missing.unheard-of      | text/html        | 200 app
          /john.doe                | text/html        | 200 app
          /john.doe/               | text/html;q=0.1  | 200 app
          /john.doe                | text/html;q=0    | 404
          /john.doe                | */*              | 404
          /john.doe                | -                | 404
          /v1.2                    | */*, text/html   | 200 app
          /ann@example.com         | text/html        | 200 app
          /ann@example.com         | image/*, */*     | 404
          /logo@2x.png             | text/html        | 404
          /@vue.js                 | text/html        | 404
          /users.d/42              | text/html        | 200 app
          /.git/HEAD               | text/html        | 404
          /.env                    | text/html        | 404
          /.well-known/association | text/html        | 404
          /x/.hidden/y             | text/html        | 404
          /real.txt                | text/html        | 200 real
          /folder                  | text/html        | 301 folder/
          /folder/                 | text/html        | 200 app
          /real.txt/below          | text/html        | 200 app
          """)
  void application_page_is_served_for_its_paths(String target, String accept, String expected)
      throws Exception {
    write("index.html", "app");
    write("real.txt", "real");
    write(".env", "secret");
    write(".git/HEAD", "secret");
    Files.createDirectory(root.resolve("folder"));
    handler("spa", "index.html");
    String[] fields = accept == null ? new String[0] : new String[] {"Accept", accept};
    for (int i = 0; i < 2; i++) {
      assertEquals(expected, outcome(target, fields));
    }
  }

  @Test
  void application_page_is_served_for_a_long_segment() throws Exception {
    write("index.html", "app");
    handler("spa", "index.html");
    assertEquals("200 app", outcome("/token/" + "x".repeat(300)));
  }

  @Test
  void application_page_is_a_file_like_any_other() throws Exception {
    write("app/index.html", "<app>");
    write("app/index.html.gz", "gzipped");
    handler("spa", "app/index.html", "cache-control", "*.html=no-cache");
    Response direct = get("/app/index.html");
    String tag = direct.headers().first("ETag");
    for (int i = 0; i < 2; i++) {
      Response page = get("/users");
      assertEquals(200, page.status().code());
      assertEquals(direct.headers().with("Vary", "Accept, Accept-Encoding"), page.headers());
      assertEquals("<app>", AnswerReader.drain(page));
      Response same = get("/users", "If-None-Match", tag);
      assertEquals(304, same.status().code());
      assertEquals(
          Headers.of("ETag", tag, "Cache-Control", "no-cache", "Vary", "Accept, Accept-Encoding"),
          same.headers());
      Response variant = get("/users", "Accept-Encoding", "gzip");
      assertEquals("gzip", variant.headers().first("Content-Encoding"));
      assertEquals("gzipped", AnswerReader.drain(variant));
      Response head = (Response) answer("HEAD", "/users");
      assertEquals(page.headers(), head.headers());
      assertEquals("206 <a", "206 " + AnswerReader.drain(get("/users", "Range", "bytes=0-1")));
    }
    Response post = (Response) handle("POST", "/users");
    assertEquals(405, post.status().code());
  }

  @Test
  void application_is_not_found_without_its_page() throws Exception {
    handler("spa", "index.html");
    assertEquals("404", outcome("/users"));
    write("404.html", "nothing");
    handler("spa", "index.html", "not-found", "404.html");
    assertEquals("404 nothing", outcome("/users"));
    Files.createDirectory(root.resolve("index.html"));
    assertEquals("404 nothing", outcome("/users"));
    assertEquals("404 nothing", outcome("/"));
  }

  @ParameterizedTest(name = "{0}, a 404.html: {1}")
  @CsvSource({
    "/users/42, true, Accept",
    "/users/42, false, Accept",
    "/a%2Fb, true, Accept",
    "/a%2Fb, false, Accept",
    "/caf%E9, true, Accept",
    "/caf%E9, false, Accept",
    "'/missing.js', true, 'Accept, Sec-Fetch-Dest'",
    "/john.doe, false, 'Accept, Sec-Fetch-Dest'",
    "/.env, true, -",
  })
  void not_found_varies_by_accept_if_a_browser_gets_the_application(
      String target, boolean page, String vary) throws Exception {
    write("index.html", "app");
    if (page) {
      write("404.html", "nothing");
    }
    handler("spa", "index.html", "not-found", "404.html");
    for (int i = 0; i < 2; i++) {
      Response missing = get(target, "Accept", "application/json");
      assertEquals(404, missing.status().code());
      assertEquals(vary.equals("-") ? null : vary, missing.headers().first("Vary"));
      assertEquals(page ? "nothing" : "", AnswerReader.drain(missing));
    }
  }

  /// If the request were passed, the response of another handler would lack `Vary`, and a cache
  /// would send it to a browser.
  @ParameterizedTest
  @CsvSource({
    "/users/42, Accept",
    "/caf%E9, Accept",
    "/users/, Accept",
    "/john.doe, 'Accept, Sec-Fetch-Dest'",
  })
  void not_found_varies_by_accept_without_a_page_too(String target, String vary) throws Exception {
    write("index.html", "app");
    handler("spa", "index.html", "not-found", "");
    for (String method : new String[] {"GET", "HEAD"}) {
      Response missing = (Response) answer(method, target, "Accept", "application/json");
      assertEquals(404, missing.status().code());
      assertEquals(vary, missing.headers().first("Vary"));
    }
    assertEquals("200 app", outcome(target, "Accept", "text/html"));
    assertSame(Answer.pass(), answer("GET", "/.missing", "Accept", "application/json"));
    Files.delete(root.resolve("index.html"));
    clock.advance(Duration.ofSeconds(1));
    Response missing = get(target, "Accept", "text/html");
    assertEquals(404, missing.status().code());
    assertEquals(vary, missing.headers().first("Vary"));
  }

  /// Browsers send the header to HTTPS and loopback addresses only; see the table above for others.
  @ParameterizedTest(name = "{0}, Sec-Fetch-Dest: {1}")
  @CsvSource({
    "/john.doe, document, 200 app",
    "/logo.png, document, 200 app",
    "/real.txt, document, 200 real",
    "/john.doe, image, 404",
    "/john.doe, empty, 404",
    "/users, empty, 200 app",
    "/.env, document, 404",
  })
  void name_with_a_dot_gets_the_application_page_for_a_navigation(
      String target, String destination, String expected) throws Exception {
    write("index.html", "app");
    write("real.txt", "real");
    handler("spa", "index.html");
    for (int i = 0; i < 2; i++) {
      assertEquals(expected, outcome(target, "Accept", "text/html", "Sec-Fetch-Dest", destination));
    }
    Response page = get("/john.doe", "Sec-Fetch-Dest", "document");
    assertEquals("Accept, Sec-Fetch-Dest", page.headers().first("Vary"));
    AnswerReader.drain(page);
  }

  @Test
  void rule_for_an_extension_makes_a_name_that_of_a_file() throws Exception {
    write("index.html", "app");
    handler("spa", "index.html", "type", "doe=text/plain");
    assertEquals("404", outcome("/john.doe", "Accept", "text/html"));
    assertEquals("200 app", outcome("/jane.foe", "Accept", "text/html"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void not_found_page_is_sent_with_404(String inMemory) throws Exception {
    write("404.html", "nothing here");
    write("404.html.gz", "gzipped");
    handler("not-found", "404.html", "cache-file-bytes", inMemory, "cache-control", "*=max-age=9");
    for (int i = 0; i < 2; i++) {
      for (String target : new String[] {"/no", "/no.js", "/no/", "/", "/.hidden", "/a%2Fb"}) {
        Response page = get(target, "If-None-Match", "*", "Range", "bytes=0-1");
        assertEquals(404, page.status().code());
        assertEquals(
            Headers.of(
                "Content-Type", "text/html",
                "Vary", "Accept-Encoding",
                "X-Content-Type-Options", "nosniff"),
            page.headers());
        assertEquals("nothing here", AnswerReader.drain(page));
      }
      Response variant = get("/no", "Accept-Encoding", "gzip");
      assertEquals(404, variant.status().code());
      assertEquals("gzip", variant.headers().first("Content-Encoding"));
      assertEquals("gzipped", AnswerReader.drain(variant));
      Response head = (Response) answer("HEAD", "/no", "Accept-Encoding", "gzip");
      assertEquals(variant.headers(), head.headers());
      assertEquals(7, head.body().length());
      head.body().close();
      assertEquals("200 nothing here", outcome("/404.html"));
    }
  }

  @Test
  void request_is_passed_without_a_page() throws Exception {
    handler("not-found", "404.html");
    assertSame(Answer.pass(), answer("GET", "/no"));
    Files.createDirectory(root.resolve("404.html"));
    assertSame(Answer.pass(), answer("GET", "/no"));
    write("text.txt", "no page", MODIFIED);
    handler("not-found", "");
    assertSame(Answer.pass(), answer("GET", "/no"));
    assertSame(Answer.pass(), handle("GET", "/%FF"));
  }

  @Test
  void page_that_changes_or_is_removed_is_noticed() throws Exception {
    write("404.html", "one");
    handler("not-found", "404.html");
    assertEquals("404 one", outcome("/no"));
    write("404.html", "two", MODIFIED.plusSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("404 two", outcome("/no"));
    Files.delete(root.resolve("404.html"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("404", outcome("/no"));
  }

  @Test
  void page_that_links_outside_is_not_served() throws Exception {
    Files.writeString(root.resolveSibling("secret"), "secret");
    Files.createSymbolicLink(root.resolve("404.html"), root.resolveSibling("secret"));
    Files.createSymbolicLink(root.resolve("index.html"), root.resolveSibling("secret"));
    handler("not-found", "404.html", "spa", "index.html");
    assertEquals(List.of("404", "404"), List.of(outcome("/no"), outcome("/no.js")));
    Files.delete(root.resolve("404.html"));
    Files.delete(root.resolve("index.html"));
  }
}
