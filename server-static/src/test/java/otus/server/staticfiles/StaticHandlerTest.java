package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.api.testing.FakeRequest;

class StaticHandlerTest extends SiteTest {

  @Test
  void response_200_has_type_date_tag_ranges_and_nosniff_only() throws Exception {
    write("page.html", "<p>hello");
    Response response = get("/page.html");
    String tag = response.headers().first("ETag");
    assertEquals(
        Headers.of(
            "Content-Type", "text/html",
            "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT",
            "ETag", tag,
            "Accept-Ranges", "bytes",
            "X-Content-Type-Options", "nosniff"),
        response.headers());
    assertEquals('"', tag.charAt(0));
    assertEquals("<p>hello", AnswerReader.drain(response));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void head_has_the_headers_of_get(String inMemory) throws Exception {
    write("a.txt", "hello");
    handler("cache-file-bytes", inMemory);
    Response got = get("/a.txt");
    Response head = (Response) answer("HEAD", "/a.txt");
    assertEquals(got.status(), head.status());
    assertEquals(got.headers(), head.headers());
    assertEquals(5, head.body().length());
    Response ranged = (Response) answer("HEAD", "/a.txt", "Range", "bytes=0-0");
    assertEquals(200, ranged.status().code());
    got.body().close();
    head.body().close();
    ranged.body().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "get", "BREW"})
  void other_method_is_405_with_the_allowed_methods(String method) throws Exception {
    write("a.txt", "hello");
    Response response = (Response) handle(method, "/a.txt");
    assertEquals(405, response.status().code());
    assertEquals(Headers.of("Allow", "GET, HEAD, OPTIONS"), response.headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a.txt", "/", "*"})
  void options_is_204_with_the_allowed_methods(String target) throws Exception {
    Response response = (Response) handle("OPTIONS", target);
    assertEquals(204, response.status().code());
    assertEquals(Headers.of("Allow", "GET, HEAD, OPTIONS"), response.headers());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          /                     | 200 root
          /index.html           | 200 root
          /sub/                 | 200 sub
          /sub                  | 301 sub/
          /sub?a=b&c=%20/d?e    | 301 sub/?a=b&c=%20/d?e
          /sub?                 | 301 sub/?
          //sub                 | 301 sub/
          /empty/               | 404
          /empty                | 301 empty/
          /sub/index.html/      | 404
          /sub/index.html/x     | 404
          /no                   | 404
          /no/                  | 404
          /no/index.html        | 404
          /sp%20ace/100%25%3F   | 301 100%25%3F/
          /%C3%BC               | 301 %C3%BC/
          """)
  void directories_have_a_slash_and_files_have_none(String target, String expected)
      throws Exception {
    write("index.html", "root");
    write("sub/index.html", "sub");
    Files.createDirectory(root.resolve("empty"));
    Files.createDirectories(root.resolve("sp ace/100%?"));
    Files.createDirectory(root.resolve("ü"));
    assertEquals(expected, outcome(target));
    assertEquals(expected, outcome(target));
  }

  @ParameterizedTest
  @CsvSource({
    "/a%20b.txt, a b.txt",
    "/a+b.txt, a+b.txt",
    "/a%2Bb.txt, a+b.txt",
    "/100%25.txt, 100%.txt",
    "/%2541.txt, %41.txt",
    "/text..txt, text..txt",
    "/..., ...",
    "/%C3%A9t%C3%A9.txt, été.txt",
    "/%F0%9F%90%91, 🐑",
    "/a%5Cb, a\\b",
    "/a:b, a:b",
    "/~, ~",
    "/-rf, -rf",
    "/a%0Ab, 'a\nb'",
  })
  void any_name_of_the_file_system_is_served(String target, String name) throws Exception {
    write(name, "found");
    handler("hidden", "true");
    assertEquals("200 found", outcome(target));
  }

  @ParameterizedTest
  @CsvSource({
    "/.secret, false, 404",
    "/.secret, true, 200 .secret",
    "/.git/config, false, 404",
    "/.git/config, true, 200 .git/config",
    "/sub/.secret, false, 404",
    "/sub/.well-known/x, false, 404",
    "/.well-known/x, false, 200 .well-known/x",
    "/.well-known/.x, false, 404",
    "/.well-known.bak, false, 404",
    "/%2Esecret, false, 404",
  })
  void names_that_begin_with_a_dot_are_hidden(String target, String hidden, String expected)
      throws Exception {
    for (String name :
        new String[] {
          ".secret",
          ".git/config",
          "sub/.secret",
          "sub/.well-known/x",
          ".well-known/x",
          ".well-known/.x",
          ".well-known.bak"
        }) {
      write(name, name);
    }
    handler("hidden", hidden);
    assertEquals(expected, outcome(target));
  }

  @Test
  void invalid_name_is_passed_without_a_thread() throws Exception {
    for (String target :
        new String[] {"/" + "x".repeat(256), "/%FF", "/a%2F%E9%2Fb", "/" + "%C3%BC".repeat(128)}) {
      assertSame(Answer.pass(), handle("GET", target));
    }
  }

  @Test
  void name_that_the_file_system_cannot_encode_is_passed() throws Exception {
    Target target = new Target(new UrlPath(List.of("\uD800"), false), "/%ED%A0%80", null);
    Request request = FakeRequest.get("/").withTarget(target);
    assertSame(Answer.pass(), handler().handle(request));
  }

  @Test
  void longest_name_is_found() throws Exception {
    write("x".repeat(255), "long");
    assertEquals("200 long", outcome("/" + "x".repeat(255)));
  }

  @Test
  void long_path_of_directories_is_not_an_error() throws Exception {
    assertEquals("404", outcome("/" + (("y".repeat(200) + "/").repeat(40)) + "z"));
  }

  @Test
  void first_index_that_is_a_file_is_served() throws Exception {
    handler("index", "index.html, index.htm,default");
    Files.createDirectories(root.resolve("index.html"));
    assertEquals("404", outcome("/"));
    write("default", "third");
    assertEquals("200 third", outcome("/"));
    write("index.htm", "second");
    clock.advance(Duration.ofSeconds(5));
    assertEquals("200 second", outcome("/"));
  }

  @Test
  void empty_file_is_an_empty_200() throws Exception {
    write("empty.css", "");
    assertEquals("200", outcome("/empty.css"));
  }

  @Test
  void root_is_served_again_after_it_was_missing() throws Exception {
    write("a.txt", "one");
    handler("cache-revalidate", "0s");
    assertEquals("200 one", outcome("/a.txt"));
    Files.move(root, temporary.resolve("away"));
    assertEquals("404", outcome("/a.txt"));
    write("a.txt", "another");
    assertEquals("200 another", outcome("/a.txt"));
  }

  @Test
  void last_modified_in_the_future_is_sent_as_now() throws Exception {
    write("a.txt", "hello", NOW.plusSeconds(86_400));
    Response response = get("/a.txt");
    assertEquals("Sat, 01 Jun 2024 12:00:00 GMT", response.headers().first("Last-Modified"));
  }

  @Test
  void module_provides_the_handler_static_and_exports_nothing() {
    assertEquals("static", new StaticHandlerProvider().name());
    ModuleDescriptor module = StaticHandlerProvider.class.getModule().getDescriptor();
    assumeTrue(module != null, "the tests run on the module path only under Maven");
    assertEquals(Set.of(), module.exports());
    assertEquals(
        Set.of("otus.server.api.spi.HandlerProvider"),
        module.provides().stream()
            .map(ModuleDescriptor.Provides::service)
            .collect(Collectors.toSet()));
  }
}
