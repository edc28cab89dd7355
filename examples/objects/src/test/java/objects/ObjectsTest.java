package objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

/// The handler in front of a store with scripted responses.
class ObjectsTest {
  private static final String LIST =
      "GET /owls?delimiter=%2F&encoding-type=url&list-type=2&max-keys=";

  @TempDir Path directory;

  private final FakeStore store = new FakeStore();

  @AfterEach
  void close() {
    store.close();
  }

  private Handler handler(String... options) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("credentials"),
            "[default]\naws_access_key_id = owl\naws_secret_access_key = hu\n");
    List<String> all = new ArrayList<>();
    all.addAll(List.of("bucket", "owls", "credentials", file.toString()));
    all.addAll(List.of(options));
    if (!all.contains("endpoint")) {
      all.addAll(List.of("endpoint", store.url()));
    }
    ObjectsProvider provider = new ObjectsProvider();
    return provider.create(FakeContext.of(provider, all.toArray(String[]::new)));
  }

  private void script(String line, int status, String text, String... headers) {
    store.responses.put(line, new FakeStore.Scripted(status, text, headers));
  }

  @Test
  void object_is_sent_with_its_headers() throws Exception {
    script("GET /owls/a%20b/c.txt", 200, "Hu", "Content-Type", "text/x", "ETag", "\"1\"", "X", "y");
    Reply reply = Reply.to(FakeRequest.get("/a%20b/c.txt"), handler());
    assertEquals(200, reply.status().code());
    assertEquals("Hu", reply.text());
    assertEquals("text/x", reply.headers().first("Content-Type"));
    assertEquals("\"1\"", reply.headers().first("ETag"));
    assertEquals(2, reply.headers().size());
    assertTrue(
        store.requests.get(0).get("Authorization").get(0).startsWith("AWS4-HMAC-SHA256 Cred"));
  }

  @Test
  void ranges_and_conditions_are_those_of_the_client() throws Exception {
    script("GET /owls/a", 206, "Hu", "Content-Range", "bytes 0-1/9");
    FakeRequest request =
        FakeRequest.get("/a").header("Range", "bytes=0-1").header("If-Modified-Since", "x");
    Reply reply = Reply.to(request.header("Cookie", "secret"), handler());
    assertEquals(206, reply.status().code());
    assertEquals("bytes 0-1/9", reply.headers().first("Content-Range"));
    assertEquals(List.of("bytes=0-1"), store.requests.get(0).get("Range"));
    assertEquals(List.of("x"), store.requests.get(0).get("If-modified-since"));
    assertEquals(null, store.requests.get(0).get("Cookie"));
    for (int status : List.of(304, 412, 416)) {
      script("GET /owls/a", status, "");
      assertEquals(status, Reply.to(FakeRequest.get("/a"), handler()).status().code());
    }
  }

  @Test
  void condition_of_a_range_is_one_that_the_store_knows() throws Exception {
    FakeRequest request =
        FakeRequest.get("/a").header("Range", "bytes=0-1").header("If-Range", "\"1\"");
    script("GET /owls/a", 206, "Hu");
    assertEquals(206, Reply.to(request, handler()).status().code());
    assertEquals(List.of("\"1\""), store.requests.get(0).get("If-match"));
    script("GET /owls/a", 412, "");
    Reply.to(request, handler());
    assertEquals(3, store.requests.size());
    assertEquals(null, store.requests.get(2).get("Range"));
    assertEquals(null, store.requests.get(2).get("If-match"));
  }

  @Test
  void head_has_the_length_only() throws Exception {
    script("HEAD /owls/a", 200, "Hu");
    Request request = FakeRequest.of(Method.HEAD, "/a");
    assertEquals("", Reply.to(request, handler()).text());
    assertEquals(405, Reply.to(FakeRequest.post("/a"), handler()).status().code());
  }

  @Test
  void directory_has_its_index_or_a_list() throws Exception {
    script("GET /owls/site/docs/index.html", 200, "Index");
    assertEquals("Index", Reply.to(FakeRequest.get("/docs/"), handler("prefix", "site/")).text());
    assertEquals(404, Reply.to(FakeRequest.get("/x/"), handler()).status().code());
    String keys =
        "<ListBucketResult><NextContinuationToken>t+1</NextContinuationToken><Contents><Key>x/a%26+b</Key><Size>3"
            + "</Size></Contents><CommonPrefixes><Prefix>x/d/</Prefix></CommonPrefixes>"
            + "</ListBucketResult>";
    script(LIST + "1000&prefix=x%2F", 200, keys);
    script(LIST + "1&prefix=x%2F", 200, keys);
    script(LIST + "1&prefix=y%2F", 200, "<ListBucketResult></ListBucketResult>");
    Handler listing = handler("listing", "true");
    String page = Reply.to(FakeRequest.get("/x/"), listing).text();
    assertTrue(page.contains("<a href='./d/'>d/</a>"), page);
    assertTrue(page.contains("<a href='./a%26%20b'>a&amp; b</a> 3 bytes"), page);
    assertTrue(page.contains("<a href='?after=t%2B1'>more</a>"), page);
    script(LIST.replace("?", "?continuation-token=t%2B1&") + "1000&prefix=x%2F", 200, keys);
    assertEquals(page, Reply.to(FakeRequest.get("/x/?after=t%2B1"), listing).text());
    assertEquals("./x/", Reply.to(FakeRequest.get("/x"), listing).headers().first("Location"));
    assertEquals(404, Reply.to(FakeRequest.get("/y"), listing).status().code());
  }

  @Test
  void errors_of_the_store_have_their_status() throws Exception {
    script("GET /owls/a", 403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
    assertEquals(502, Reply.to(FakeRequest.get("/a"), handler()).status().code());
    script("GET /owls/a", 403, "<Error><Code>AccessDenied</Code></Error>");
    assertEquals(404, Reply.to(FakeRequest.get("/a"), handler()).status().code());
    script("GET /owls/a", 503, "<Error><Code>SlowDown</Code></Error>");
    assertEquals(503, Reply.to(FakeRequest.get("/a"), handler()).status().code());
  }

  @Test
  void store_that_does_not_answer_is_an_error_in_time() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      Handler handler = handler("endpoint", url, "timeout", "200ms");
      assertEquals(504, Reply.to(FakeRequest.get("/a"), handler).status().code());
      silent.close();
      assertEquals(502, Reply.to(FakeRequest.get("/a"), handler).status().code());
    }
  }

  @Test
  void store_that_stalls_in_an_object_aborts_the_response_and_frees_the_connection()
      throws Exception {
    store.responses.put("GET /owls/a", new FakeStore.Scripted(200, List.of(), "Hu", 9));
    script("GET /owls/b", 200, "Hu");
    Handler handler = handler("timeout", "2s", "connections", "1");
    assertThrows(TimeoutException.class, () -> Reply.to(FakeRequest.get("/a"), handler));
    assertEquals("Hu", Reply.to(FakeRequest.get("/b"), handler).text());
  }
}
