package notes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

class NotesTest {
  private final NotesProvider provider = new NotesProvider();
  private final Handler notes = provider.create(FakeContext.of(provider));

  private Reply ask(String method, String path, String cookie, String body) throws Exception {
    FakeRequest request = FakeRequest.of(Method.of(method), path).header("Cookie", cookie);
    return Reply.to(body.isEmpty() ? request : request.body(body), notes);
  }

  @Test
  void user_keeps_notes_until_the_session_ends() throws Exception {
    assertEquals(403, ask("GET", "/notes", "", "").status().code());
    Reply session = Reply.to(FakeRequest.post("/session").form("user", "Owl"), notes);
    String cookie = session.headers().first("Set-Cookie").split(";")[0];
    String hunt = "{\"text\":\"hunt\"}";
    assertEquals(201, ask("PUT", "/notes/to%20do", cookie, hunt).status().code());
    assertEquals(hunt, ask("GET", "/notes/to%20do", cookie, "").text());
    assertEquals("{\"to do\":" + hunt + "}", ask("GET", "/notes", cookie, "").text());
    assertEquals(400, ask("PUT", "/notes/x", cookie, "{").status().code());
    assertEquals(405, ask("POST", "/notes/x", cookie, "").status().code());
    assertEquals(204, ask("DELETE", "/session", cookie, "").status().code());
    assertEquals(403, ask("GET", "/notes", cookie, "").status().code());
  }
}
