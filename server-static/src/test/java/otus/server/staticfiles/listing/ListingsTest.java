package otus.server.staticfiles.listing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.testing.FakeRequest;
import otus.server.staticfiles.AnswerReader;
import otus.server.staticfiles.SiteTest;
import otus.server.staticfiles.directory.ServedDirectories;
import otus.server.staticfiles.lookup.CleanUrls;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.lookup.LookupOptions;
import otus.server.staticfiles.lookup.Symlinks;
import otus.server.staticfiles.metadata.CharsetRule;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.MediaTypes;
import otus.server.staticfiles.pool.LookupPool;
import otus.server.staticfiles.version.EntityTags;

/// Listings of directories without index files, as a client sees them.
class ListingsTest extends SiteTest {

  /// Returns the names in the listing of a directory, subdirectories with a slash; or the status.
  private String names(String target) throws Exception {
    if (!(answer("GET", target, "Accept", "application/json") instanceof Response response)) {
      return "404";
    }
    String json = AnswerReader.drain(response);
    if (response.status().code() != 200) {
      return "" + response.status().code();
    }
    List<String> names =
        Pattern.compile("\"name\":\"(.*?)\",\"type\":\"(.)")
            .matcher(json)
            .results()
            .map(found -> found.group(1) + (found.group(2).equals("d") ? "/" : ""))
            .toList();
    return String.join(" ", names);
  }

  @Test
  void directories_are_not_listed_by_default() throws Exception {
    write("docs/a.txt", "a");
    assertEquals("404", names("/docs/"));
    assertEquals("404", names("/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                | docs/ empty/ site/ top.txt
          /docs/           | sub/ a.txt b.txt
          /docs/sub/       | c.txt
          /docs            | 301
          /docs?sort=size  | 301
          /empty/          | ''
          /no/             | 404
          /no              | 404
          /top.txt/        | 404
          /docs/a.txt/     | 404
          """)
  void directory_without_an_index_file_is_listed(String target, String expected) throws Exception {
    write("docs/a.txt", "a");
    write("docs/b.txt", "b");
    write("docs/sub/c.txt", "c");
    write("top.txt", "top");
    write("site/index.html", "index");
    Files.createDirectory(root.resolve("empty"));
    handler("listing", "true");
    assertEquals(expected, names(target));
  }

  @Test
  void index_file_is_preferred_to_a_listing() throws Exception {
    write("index.html", "index");
    handler("listing", "true");
    assertEquals("200 index", outcome("/"));
    Files.delete(root.resolve("index.html"));
    Files.createDirectory(root.resolve("index.html"));
    clock.advance(Duration.ofSeconds(9));
    assertEquals("index.html/", names("/"));
  }

  @ParameterizedTest
  @CsvSource({
    "false, /,             .well-known/ deep/ seen",
    "false, /.well-known/, x",
    "false, /deep/,        seen",
    "false, /.git/,        404",
    "true,  /,             .git/ .well-known/ deep/ .hidden seen",
    "true,  /deep/,        .well-known/ seen",
    "true,  /.git/,        config",
  })
  void names_with_a_dot_are_hidden_like_their_files(String hidden, String target, String expected)
      throws Exception {
    write(".hidden", "");
    write(".git/config", "");
    write(".well-known/x", "");
    write("seen", "");
    write("deep/.well-known/x", "");
    write("deep/seen", "");
    handler("listing", "true", "hidden", hidden);
    assertEquals(expected, names(target));
  }

  @ParameterizedTest
  @CsvSource({
    "deny,   /,        real/ plain",
    "inside, /,        real/ to-real/ to-self/ chain plain to-plain",
    "follow, /,        out/ real/ to-real/ to-self/ chain plain secret to-plain",
    "deny,   /to-real/, 404",
    "inside, /to-real/, up/ inner",
    "follow, /to-real/, up/ inner",
    "inside, /real/up/, real/ to-real/ to-self/ chain plain to-plain",
    "deny,   /out/,    404",
    "inside, /out/,    404",
    "follow, /out/,    secret.txt",
    "inside, /broken/, 404",
    "follow, /loop/,   404",
  })
  void links_are_listed_if_they_are_followed(String rule, String target, String expected)
      throws Exception {
    Path outside = Files.createDirectory(root.resolveSibling("outside"));
    Files.writeString(outside.resolve("secret.txt"), "secret");
    write("plain", "plain");
    write("real/inner", "inner");
    link("to-plain", "plain");
    link("to-real", "real");
    link("to-self", ".");
    link("real/up", "..");
    link("chain", "to-plain");
    link("secret", "../outside/secret.txt");
    link("out", "../outside");
    link("broken", "nowhere");
    link("into-file", "plain/x");
    link("loop", "loop");
    handler("listing", "true", "symlinks", rule);
    assertEquals(expected, names(target));
  }

  @ParameterizedTest
  @CsvSource({
    "inside, false, /, real/ shown",
    "follow, false, /, real/ shown",
    "inside, false, /folder/, 404",
    "follow, false, /folder/, 404",
    "inside, true, /, .dotted/ folder/ real/ .file shown to-file",
    "follow, true, /, .dotted/ folder/ real/ .file shown to-file",
    "follow, true, /folder/, inner",
  })
  void links_to_hidden_names_are_not_listed(
      String rule, String hidden, String target, String expected) throws Exception {
    write(".file", "");
    write(".dotted/inner", "");
    write("real/shown", "");
    link("shown", "real/shown");
    link("to-file", ".file");
    link("folder", ".dotted");
    handler("listing", "true", "symlinks", rule, "hidden", hidden);
    assertEquals(expected, names(target));
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  @Test
  void link_has_the_size_and_time_of_its_target() throws Exception {
    write("real", "12345");
    link("link", "real");
    handler("listing", "true");
    assertTrue(
        AnswerReader.drain(get("/?format=json"))
            .contains(
                """
                {"name":"link","type":"file","modified":"2024-01-02T03:04:05Z","size":5}\
                """));
  }

  @Test
  void pipes_and_names_without_text_are_left_out() throws Exception {
    write("file", "");
    run("mkfifo fifo; : > \"$(printf 'bad\\377')\"; : > \"$(printf 'good\\303\\274')\"");
    try (var stream = Files.list(root)) {
      assertEquals(4, stream.count());
    }
    handler("listing", "true");
    assertEquals("file good\u00c3\u00bc", names("/")); // drained as ISO 8859-1
  }

  private void run(String script) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", script).directory(root.toFile()).start();
    assertEquals(0, shell.waitFor());
  }

  @Test
  void unreadable_directory_is_403() throws Exception {
    Path directory = Files.createDirectory(root.resolve("closed"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(directory)); // root may read all
    handler("listing", "true");
    assertEquals("403", names("/closed/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          /             | -                                          | text/html; charset=utf-8
          /             | text/html,*/*;q=0.8                        | text/html; charset=utf-8
          /             | */*                                        | text/html; charset=utf-8
          /             | application/json                           | application/json
          /             | application/json, text/html                | text/html; charset=utf-8
          /             | application/json, text/plain, */*          | application/json
          /             | application/json, text/html;q=0.9          | application/json
          /             | application/json;q=0.8, text/html;q=0.9    | text/html; charset=utf-8
          /             | image/png                                  | text/html; charset=utf-8
          /?format=json | text/html                                  | application/json
          /?format=html | application/json                           | text/html; charset=utf-8
          /?format=xml  | application/json                           | application/json
          """)
  void json_is_sent_to_clients_that_prefer_it(String target, String accept, String type)
      throws Exception {
    handler("listing", "true");
    Response response = accept == null ? get(target) : get(target, "Accept", accept);
    assertEquals(type, response.headers().first("Content-Type"));
    assertEquals("Accept", response.headers().first("Vary"));
    response.body().close();
  }

  @Test
  void page_has_a_strict_policy_and_is_revalidated() throws Exception {
    write("a.txt", "a");
    handler("listing", "true");
    Response response = get("/");
    String tag = response.headers().first("ETag");
    assertEquals(
        Headers.of(
            "ETag",
            tag,
            "Cache-Control",
            "no-cache",
            "Vary",
            "Accept",
            "Content-Type",
            "text/html; charset=utf-8",
            "X-Content-Type-Options",
            "nosniff",
            "Content-Security-Policy",
            "default-src 'none'; style-src '"
                + ListingStyle.HASH
                + "'; script-src '"
                + ListingScript.HASH
                + "'; base-uri 'none'; form-action 'self'"),
        response.headers());
    String page = AnswerReader.drain(response);
    assertTrue(page.contains("<style>" + ListingStyle.CSS + "</style>"));
    Response json = get("/", "Accept", "application/json");
    assertNull(json.headers().first("Content-Security-Policy"));
    assertEquals("nosniff", json.headers().first("X-Content-Type-Options"));
    assertNotEquals(tag, json.headers().first("ETag"));
    json.body().close();
  }

  @Test
  void head_has_the_headers_of_get() throws Exception {
    write("a.txt", "a");
    handler("listing", "true");
    Response got = get("/");
    Response head = (Response) answer("HEAD", "/");
    assertEquals(got.headers(), head.headers());
    assertEquals(got.body().length(), head.body().length());
    got.body().close();
    head.body().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void only_get_and_head_list(String method) throws Exception {
    handler("listing", "true");
    assertEquals(405, ((Response) answer(method, "/")).status().code());
  }

  @Test
  void unchanged_listing_is_304() throws Exception {
    Path file = write("a.txt", "a");
    handler("listing", "true");
    Response first = get("/");
    String tag = first.headers().first("ETag");
    first.body().close();
    Response second = get("/", "If-None-Match", tag);
    assertEquals(304, second.status().code());
    assertEquals(
        Headers.of("ETag", tag, "Cache-Control", "no-cache", "Vary", "Accept"), second.headers());
    assertEquals(412, status("If-Match", "\"other\""));
    assertEquals(200, status("If-Match", tag));
    // A listing has no date to compare with, and no ranges.
    assertEquals(200, status("If-Modified-Since", "Tue, 02 Jan 2044 03:04:05 GMT"));
    assertEquals(200, status("If-Unmodified-Since", "Tue, 02 Jan 2004 03:04:05 GMT"));
    assertEquals(200, status("Range", "bytes=0-0"));
    // The size of a file does not change the time of its directory.
    Files.writeString(file, "longer");
    assertEquals(200, status("If-None-Match", tag));
  }

  private int status(String name, String value) throws Exception {
    Response response = get("/", name, value);
    response.body().close();
    return response.status().code();
  }

  @Test
  void huge_directory_is_cut_but_counted() throws Exception {
    for (int i = 0; i < 50; i++) {
      write("f" + (10 + i), "x".repeat(i));
    }
    handler("listing", "true", "listing-entries", "2");
    assertEquals("f10 f11", names("/"));
    assertEquals("f59 f58", names("/?sort=size&order=desc"));
    assertTrue(
        AnswerReader.drain(get("/?format=json"))
            .startsWith("{\"directories\":0,\"files\":50,\"bytes\":1225,\"omitted\":48,"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /?filter=PHOTO                      | photo-2/ photo-10.jpg Photo1.jpg
          /?filter=photo&sort=name&order=desc | photo-2/ Photo1.jpg photo-10.jpg
          /?filter=+1%2ej                     | Photo1.jpg
          /?filter=                           | photo-2/ a+b photo-10.jpg Photo1.jpg u\u0308.txt
          /?filter=%20                        | photo-2/ a+b photo-10.jpg Photo1.jpg u\u0308.txt
          /?filter=a%2bb                      | a+b
          /?filter=a+b                        | ''
          /?filter=%C3%9C                     | u\u0308.txt
          /?filter=%ff                        | ''
          /?filter=*                          | ''
          /?xfilter=b                         | photo-2/ a+b photo-10.jpg Photo1.jpg u\u0308.txt
          """)
  void filter_selects_names_that_contain_it(String target, String expected) throws Exception {
    write("photo-10.jpg", "");
    write("Photo1.jpg", "");
    write("photo-2/x", "");
    write("a+b", "");
    write("u\u0308.txt", ""); // decomposed, as some systems store it
    handler("listing", "true");
    String names = new String(names(target).getBytes(ISO_8859_1), UTF_8);
    assertEquals(expected, names);
  }

  @Test
  void filter_is_counted_and_kept_by_the_page() throws Exception {
    write("ab", "12");
    write("b<", "345");
    write("c", "");
    handler("listing", "true");
    String page = AnswerReader.drain(get("/?filter=B%3C&sort=size&order=asc"));
    assertTrue(page.contains("name=\"filter\" value=\"B&lt;\""), page);
    assertTrue(page.contains("href=\"?sort=size&amp;order=desc&amp;filter=B%3C\""), page);
    assertTrue(page.contains("</bdi>\u00e2\u0080\u009d: 0 directories, 1 file, 3 B."), page);
    assertTrue(page.contains("<a href=\"?sort=size&amp;order=asc\">Show all</a>"), page);
    String json = AnswerReader.drain(get("/?filter=b&format=json"));
    assertTrue(
        json.startsWith(
            "{\"directories\":0,\"files\":2,\"bytes\":5,\"omitted\":0,\"filter\":\"b\","),
        json);
    assertTrue(AnswerReader.drain(get("/?filter=zz")).contains("No name contains "));
  }

  @Test
  void too_many_listings_for_slow_clients_are_503() throws Exception {
    write("a.txt", "a");
    DocumentRoot documents =
        DocumentRoot.open(
            new LookupOptions(
                root,
                List.of(),
                Symlinks.INSIDE,
                false,
                false,
                CleanUrls.OFF,
                new FileHeaderRules(MediaTypes.STANDARD, CharsetRule.AUTO, List.of(), false),
                1000),
            new EntityTags(0));
    FileNames names = new FileNames(root.getFileSystem(), false);
    LookupPool lookups = new LookupPool(1, 1, (delay, action) -> {});
    Listings listings =
        new Listings(
            new DirectoryReader(new ServedDirectories(documents, names), 10),
            new ListingLimiter(1, 10));
    Response first = (Response) listings.answer(FakeRequest.get("/"), List.of(), lookups);
    Response second = (Response) listings.answer(FakeRequest.get("/"), List.of(), lookups);
    assertEquals(200, first.status().code());
    assertEquals(503, second.status().code());
    assertEquals("5", second.headers().first("Retry-After"));
    first.body().close();
    Response third = (Response) listings.answer(FakeRequest.get("/"), List.of(), lookups);
    assertEquals(200, third.status().code());
    third.body().close();
  }

  @Test
  void cancelled_listing_is_abandoned() throws Exception {
    for (int i = 0; i < 300; i++) {
      write("f" + i, "");
    }
    handler("listing", "true");
    CompletionStage<? extends Answer> looked = ((Answer.Later) handle("GET", "/")).stage();
    Answer listing = assertInstanceOf(Answer.Blocking.class, looked.toCompletableFuture().get());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> AnswerReader.settle(listing));
    assertFalse(Thread.currentThread().isInterrupted());
    assertTrue(names("/").startsWith("f0 f1 "));
  }

  @Test
  void entries_that_change_during_a_listing_do_no_harm() throws Exception {
    write("stays", "");
    handler("listing", "true");
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (!Thread.currentThread().isInterrupted()) {
                      for (int i = 0; i < 20; i++) {
                        write("goes" + i, "");
                      }
                      for (int i = 0; i < 20; i++) {
                        Files.delete(root.resolve("goes" + i));
                      }
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    try {
      for (int i = 0; i < 300; i++) {
        assertTrue(names("/").endsWith("stays"));
      }
    } finally {
      other.interrupt();
      other.join();
    }
  }
}
