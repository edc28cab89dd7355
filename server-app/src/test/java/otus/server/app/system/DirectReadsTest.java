package otus.server.app.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.spi.Providers;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

/// The handler `static` after 1,100 lookups, when it reads files by the calls of [LinuxFiles]: its
/// answer with a file that is not cached is there at once, without a lookup.
@EnabledOnOs(OS.LINUX)
class DirectReadsTest {
  private static final Instant MODIFIED = Instant.parse("2024-01-02T03:04:05.123456789Z");
  private static final int LOOKUPS = 1100;

  @TempDir Path temporary;
  private final Providers providers = new Providers(InstantSource.system());
  private Path root;
  private Handler handler;

  @BeforeEach
  void make() throws Exception {
    root = Files.createDirectory(temporary.resolve("root"));
    assumeTrue(new LinuxFiles().isSupported(root), "a kernel before 5.12, or a sandbox");
    handler = providers.handler("static", Map.of("root", root.toString()));
    for (int i = 0; i < LOOKUPS; i++) {
      settle(handle(write("opened" + i, "x")));
    }
    long end = System.nanoTime() + 10_000_000_000L;
    for (int i = 0; !(handle(write("first" + i, "x")) instanceof Response); i++) {
      assertTrue(System.nanoTime() < end, "no file is read without a lookup");
      Thread.yield();
    }
  }

  @AfterEach
  void close() {
    providers.close();
  }

  /// Returns the target.
  private String write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    return "/" + name;
  }

  private Answer handle(String target) throws Exception {
    return handler.handle(FakeRequest.get(target));
  }

  private static Reply settle(Answer answer) throws Exception {
    return Reply.to(FakeRequest.get("/"), request -> answer);
  }

  @ParameterizedTest
  @CsvSource({
    "/plain.txt, text",
    "/page.html, ä",
    "/folder/, index",
    "/folder/deep/er.css, p{}",
    "/unknown, text",
    "/empty.js, ''"
  })
  void answer_is_that_of_a_lookup(String target, String text) throws Exception {
    long before = System.nanoTime();
    String name = target.substring(1) + (target.endsWith("/") ? "index.html" : "");
    write(name, text);
    Response direct = assertInstanceOf(Response.class, handle(target));
    Answer again = handle(target); // requested again, so it is looked up and gets into the cache
    assertInstanceOf(Answer.Later.class, again);
    Reply lookedUp = settle(again);
    assertEquals(text, lookedUp.text());
    assertEquals(lookedUp.headers(), direct.headers());
    assertEquals(text, settle(direct).text());
    Files.delete(root.resolve(name));
    Answer cached = handler.handle(FakeRequest.get(target).readAt(before));
    assertEquals(text, settle(assertInstanceOf(Response.class, cached)).text());
  }

  @ParameterizedTest
  @CsvSource({
    "/link, 200 file",
    "/linked/file, 200 file",
    "/out, 404",
    "/.hidden, 404",
    "/gone, 404",
    "/folder, 301",
    "/packed.js, 200 script",
    "/%C3%A4, 200 umlaut",
  })
  void other_answers_are_those_of_lookups(String target, String expected) throws Exception {
    write("file", "file");
    write("dir/file", "file");
    write(".hidden", "secret");
    write("folder/index.html", "index");
    write("packed.js", "script");
    write("packed.js.gz", "compressed");
    write("ä", "umlaut");
    Files.writeString(temporary.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(root.resolve("linked"), Path.of("dir"));
    Files.createSymbolicLink(root.resolve("out"), Path.of("../secret"));
    Answer answer = handle(target);
    assertFalse(answer instanceof Response);
    Reply reply = settle(answer);
    String seen = reply.passed() ? "404" : reply.status().code() + " " + reply.text();
    assertEquals(expected, seen.strip());
  }

  /// Each request gets the state that was there before it, written or renamed into place.
  @Test
  void no_answer_is_older_than_its_request() throws Exception {
    int direct = 0;
    for (int i = 0; i < 3_000; i++) {
      String name = "file" + i % 7;
      String text = "state " + i % 10; // equal lengths
      if (i % 2 == 0) {
        write(name, text);
      } else {
        write("next", text);
        Files.move(root.resolve("next"), root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
      Answer answer = handle("/" + name);
      direct += answer instanceof Response ? 1 : 0;
      assertEquals(text, settle(answer).text());
    }
    assertTrue(direct > 0, "none was read directly");
  }
}
