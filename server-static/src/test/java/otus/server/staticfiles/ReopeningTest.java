package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.Response;

/// A cached file that has to be opened again although its bytes are the same.
class ReopeningTest extends SiteTest {
  private static final Duration REVALIDATE = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({
    "/a.bin, 200 hello,          ",
    "/a.bin, 206 ell,            bytes=1-3",
    "/f.txt, 200 form,           ",
  })
  void file_closed_by_an_interrupt_is_opened_again(
      String target, String expected, @Nullable String range) throws Exception {
    handler("cache-file-bytes", "0");
    write("a.bin", "hello");
    write("f.txt", "plain");
    write("f.txt.gz", "form");
    String[] fields =
        range == null
            ? new String[] {"Accept-Encoding", "gzip"}
            : new String[] {"Accept-Encoding", "gzip", "Range", range};
    for (Duration later : new Duration[] {Duration.ZERO, REVALIDATE}) {
      interruptReaderOf(get(target, fields));
      clock.advance(later);
      assertEquals(expected, outcome(target, fields));
      Response cached = assertInstanceOf(Response.class, handle("GET", target, fields));
      assertEquals(expected.substring(4), AnswerReader.drain(cached));
    }
  }

  /// Acts like a filter that reads a file while its client goes away.
  private static void interruptReaderOf(Response response) {
    try (Body.FileRegion region = (Body.FileRegion) response.body()) {
      Thread.currentThread().interrupt();
      assertThrows(
          ClosedByInterruptException.class,
          () -> region.file().channel().read(ByteBuffer.allocate(1), 0));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void file_is_opened_again_when_its_permissions_change(String inMemory) throws Exception {
    Path file = write("a.txt", "one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    handler("cache-file-bytes", inMemory);
    Response before = get("/a.txt");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    clock.advance(REVALIDATE);
    if (Files.isReadable(file)) { // root may read all
      Response after = get("/a.txt");
      assertNotSame(before.headers(), after.headers());
      assertEquals(before.headers(), after.headers());
      assertEquals("one", AnswerReader.drain(after));
    } else {
      assertEquals("403", outcome("/a.txt"));
    }
    before.body().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void variant_is_opened_again_when_its_permissions_change(String inMemory) throws Exception {
    write("a.txt", "plain");
    Path variant = write("a.txt.gz", "form");
    handler("cache-file-bytes", inMemory);
    Response before = get("/a.txt", "Accept-Encoding", "gzip");
    assertEquals("form", AnswerReader.drain(before));
    Files.setPosixFilePermissions(variant, PosixFilePermissions.fromString("---------"));
    clock.advance(REVALIDATE);
    Response after = get("/a.txt", "Accept-Encoding", "gzip");
    assertNotSame(before.headers(), after.headers());
    assertEquals(Files.isReadable(variant) ? "form" : "plain", AnswerReader.drain(after));
  }
}
