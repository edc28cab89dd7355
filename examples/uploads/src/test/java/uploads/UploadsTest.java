package uploads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

/// Uploads without a server.
class UploadsTest {
  @TempDir Path directory;

  private Handler handler;

  @BeforeEach
  void create() {
    UploadsProvider provider = new UploadsProvider();
    handler = provider.create(FakeContext.of(provider, "to", directory.toString(), "max", "1000"));
  }

  private static FakeRequest form(String target, String name, String content) {
    return FakeRequest.post(target)
        .header("Content-Type", "multipart/form-data; boundary=B")
        .body(
            "--B\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nHu\r\n"
                + ("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name)
                + ("\"\r\n\r\n" + content + "\r\n--B--\r\n"));
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void file_is_stored() throws Exception {
    Reply reply = Reply.to(form("/", "C:\\\\owls\\\\owl.txt", "Hu"), handler);
    assertEquals("owl.txt\n", reply.text());
    assertEquals("Hu", Files.readString(directory.resolve("owl.txt")));
    assertEquals(409, Reply.to(form("/", "owl.txt", "Hu"), handler).status().code());
    assertEquals(List.of("owl.txt"), files());
  }

  @Test
  void invalid_upload_leaves_no_file() throws Exception {
    assertEquals(400, Reply.to(form("/", ".hidden", "Hu"), handler).status().code());
    assertEquals(413, Reply.to(form("/", "a", "Hu".repeat(501)), handler).status().code());
    assertEquals(415, Reply.to(FakeRequest.post("/").body("Hu"), handler).status().code());
    FakeRequest cut =
        FakeRequest.post("/")
            .header("Content-Type", "multipart/form-data; boundary=B")
            .body("--B\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\nHu");
    assertEquals(400, Reply.to(cut, handler).status().code());
    assertEquals(List.of(), files());
  }

  @Test
  void progress_is_a_stream_of_events() throws Exception {
    Request watch = FakeRequest.get("/progress?id=7");
    Answer stream = handler.handle(watch);
    Reply.to(form("/?id=7", "owl.txt", "Hu"), handler);
    Reply events = Reply.to(watch, request -> stream);
    assertTrue(events.text().matches("(?s):\n\ndata: \\d+\n\n.*"), events.text());
  }
}
