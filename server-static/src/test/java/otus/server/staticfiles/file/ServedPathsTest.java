package otus.server.staticfiles.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Attributes;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.api.testing.FakeRequest;
import otus.server.staticfiles.AnswerReader;
import otus.server.staticfiles.SiteTest;

/// The paths that the handler reports to filters.
class ServedPathsTest extends SiteTest {

  /// A request that records the reported paths.
  ///
  /// @param then called after each report
  private record RecordingRequest(Request request, Set<String> reported, Runnable then)
      implements Request {

    @Override
    public Method method() {
      return request.method();
    }

    @Override
    public Target target() {
      return request.target();
    }

    @Override
    public String scheme() {
      return "http";
    }

    @Override
    public String authority() {
      return request.authority();
    }

    @Override
    public Headers headers() {
      return request.headers();
    }

    @Override
    public ByteSource body() {
      return request.body();
    }

    @Override
    public SocketAddress peer() {
      return request.peer();
    }

    @Override
    public SocketAddress local() {
      return request.local();
    }

    @Override
    public Attributes attributes() {
      return request.attributes();
    }

    @Override
    public void servedFrom(UrlPath path) {
      reported.add(path.encoded());
      then.run();
    }
  }

  private String servedPaths(String target, String... fields) throws Exception {
    Request fake = FakeRequest.get(target).withHeaders(Headers.of(fields));
    RecordingRequest request = new RecordingRequest(fake, new TreeSet<>(), () -> {});
    if (AnswerReader.settle(handle(request)) instanceof Response response) {
      response.body().close();
    }
    return String.join(" ", request.reported);
  }

  @ParameterizedTest
  @CsvSource({
    "/docs/, /docs/ /docs/index.html",
    "/docs/index.html, /docs/index.html",
    "/in/, /docs/index.html /in/ /in/index.html",
    "/in/index.html, /docs/index.html /in/index.html",
    "/page, /docs/index.html /page",
    "/docs/x.gz, /docs/x /docs/x.gz",
    "/docs/..gz, /docs/..gz",
    "/gone, /404.html",
    "/docs, ''",
  })
  void paths_of_a_file_are_reported_also_on_a_cache_hit(String target, String servedPaths)
      throws Exception {
    write("docs/index.html", "index");
    write("docs/x.gz", "packed");
    write("docs/..gz", "packed");
    write("404.html", "gone");
    Files.createSymbolicLink(root.resolve("in"), Path.of("docs"));
    Files.createSymbolicLink(root.resolve("page"), Path.of("docs/index.html"));
    for (String rule : new String[] {"inside", "follow"}) {
      handler("not-found", "404.html", "symlinks", rule, "hidden", "true");
      for (int i = 0; i < 3; i++) {
        assertEquals(servedPaths, servedPaths(target), rule + " " + i);
      }
    }
  }

  @Test
  void paths_of_a_variant_are_reported() throws Exception {
    write("a.js", "plain");
    write("a.js.br", "packed");
    handler();
    for (int i = 0; i < 3; i++) {
      assertEquals("/a.js /a.js.br", servedPaths("/a.js", "Accept-Encoding", "br"));
      assertEquals("/a.js", servedPaths("/a.js"));
    }
  }

  @Test
  void listing_reports_the_directory_to_which_links_lead() throws Exception {
    write("docs/x", "x");
    Files.createSymbolicLink(root.resolve("in"), Path.of("docs"));
    handler("listing", "true");
    assertEquals("/docs/", servedPaths("/in/"));
    handler("listing", "true", "symlinks", "deny");
    assertEquals("", servedPaths("/in/"));
  }

  @Test
  void listing_is_of_the_reported_directory_even_if_the_link_is_exchanged() throws Exception {
    write("docs/public", "");
    write("guarded/secret", "");
    Path link = Files.createSymbolicLink(root.resolve("in"), Path.of("docs"));
    handler("listing", "true");
    RecordingRequest request =
        new RecordingRequest(
            FakeRequest.get("/in/?format=json"), new TreeSet<>(), () -> point(link, "guarded"));
    Response listing = (Response) AnswerReader.settle(handle(request));
    String text = AnswerReader.drain(listing);
    assertEquals(Set.of("/docs/"), request.reported);
    assertTrue(text.contains("public") && !text.contains("secret"), text);
  }

  /// Reading a directory may block without end, like opening a file.
  @Test
  void directory_is_read_by_a_thread_of_the_pool() throws Exception {
    write("docs/x", "x");
    Files.createSymbolicLink(root.resolve("in"), Path.of("docs"));
    handler("listing", "true");
    Set<String> threads = new TreeSet<>();
    Request fake = FakeRequest.get("/in/");
    RecordingRequest request =
        new RecordingRequest(
            fake, new TreeSet<>(), () -> threads.add(Thread.currentThread().getName()));
    ((Response) AnswerReader.settle(handle(request))).body().close();
    assertEquals(1, threads.size());
    assertTrue(threads.toString().startsWith("[otus-files-"), threads::toString);
  }

  private static void point(Path link, String target) {
    try {
      Files.delete(link);
      Files.createSymbolicLink(link, Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
