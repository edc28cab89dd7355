package guestbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

class GuestbookTest {
  private final GuestbookProvider provider = new GuestbookProvider();

  @TempDir Path directory;
  FakeContext context;
  Handler guestbook;

  @BeforeEach
  void start() {
    String file = directory.resolve("entries").toString();
    context = FakeContext.of(provider, "file", file, "title", "Owls & <friends>");
    context.setTime(Instant.parse("2026-11-23T01:02:03Z"));
    guestbook = provider.create(context);
  }

  @AfterEach
  void stop() {
    context.shutDown();
  }

  private String page() throws Exception {
    return Reply.to(FakeRequest.get("/"), guestbook).text();
  }

  @ParameterizedTest
  @CsvSource({"/, ./", "/?x, ./", "/., ./."})
  void signing_redirects_to_the_page(String target, String location) throws Exception {
    FakeRequest sign = FakeRequest.post(target).form("name", " Owl ", "text", "Hu & hu");
    Reply reply = Reply.to(sign, guestbook);
    assertEquals(303, reply.status().code());
    assertEquals(location, reply.headers().first("Location"));
    assertTrue(
        page()
            .contains("<strong>Owl</strong>, <time>2026-11-23T01:02:03Z</time><p>Hu &amp; hu</p>"),
        page());
  }

  @Test
  void longest_entry_of_a_browser_is_accepted() throws Exception {
    String name = "鳥".repeat(Entry.MAX_NAME);
    String text = "鳥\r\n".repeat(Entry.MAX_TEXT / 2 - 1) + "鳥!";
    assertEquals(303, status(FakeRequest.post("/").form("name", name, "text", text)));
  }

  @Test
  void input_of_visitors_is_escaped() throws Exception {
    String evil = "</p><script>alert('1')</script>\" &lt;%s";
    Reply.to(FakeRequest.post("/").form("name", evil, "text", evil), guestbook);
    String escaped = "&lt;/p&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; &amp;lt;%s";
    assertTrue(page().contains("<strong>" + escaped + "</strong>"), page());
    assertTrue(page().contains("<p>" + escaped + "</p>"), page());
    assertTrue(page().contains("<title>Owls &amp; &lt;friends&gt;</title>"), page());
    assertFalse(page().contains("<script"), page());
  }

  @Test
  void entries_survive_a_restart_in_reverse_order() throws Exception {
    Reply.to(FakeRequest.post("/").form("name", "first", "text", "x"), guestbook);
    stop();
    start();
    Reply.to(FakeRequest.post("/").form("name", "second", "text", "x"), guestbook);
    assertTrue(page().indexOf("second") < page().indexOf("first"), page());
    assertTrue(page().contains("first"), page());
  }

  @Test
  void disconnecting_client_does_not_close_the_database() throws Exception {
    for (int i = 0; i < 200; i++) {
      String text = "x".repeat(Entry.MAX_TEXT);
      Reply.to(FakeRequest.post("/").form("name", "n" + i, "text", text), guestbook);
    }
    stop();
    start(); // so that no page of the database is in memory
    try {
      Thread.currentThread().interrupt(); // as the server does when the client disconnects
      Reply.to(FakeRequest.get("/"), guestbook);
    } catch (Exception e) {
      // the client would not receive a response
    } finally {
      Thread.interrupted();
    }
    assertTrue(page().contains("n199"));
  }

  @Test
  void invalid_entry_is_rejected() throws Exception {
    String long81 = "x".repeat(Entry.MAX_NAME + 1);
    FakeRequest post = FakeRequest.post("/");
    assertEquals(400, status(post.form("name", "Owl")));
    assertEquals(400, status(post.form("name", " ", "text", "x")));
    assertEquals(400, status(post.form("name", long81, "text", "x")));
    assertEquals(413, status(post.form("name", "Owl", "text", "x".repeat(20_000))));
    assertEquals(415, status(post.header("Content-Type", "text/plain").body("name=a&text=b")));
    assertEquals(405, status(FakeRequest.of(Method.DELETE, "/")));
    assertTrue(Reply.to(FakeRequest.get("/x"), guestbook).passed());
    assertFalse(page().contains("<article>"));
  }

  @Test
  void invalid_file_is_a_usage_error() {
    FakeContext other = FakeContext.of(provider, "file", directory.resolve("a;b").toString());
    assertThrows(IllegalArgumentException.class, () -> provider.create(other));
  }

  private int status(FakeRequest request) throws Exception {
    return Reply.to(request, guestbook).status().code();
  }
}
