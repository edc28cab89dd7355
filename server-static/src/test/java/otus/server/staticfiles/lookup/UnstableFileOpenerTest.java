package otus.server.staticfiles.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.AnswerReader;
import otus.server.staticfiles.SiteTest;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.CharsetRule;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.MediaTypes;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.walk.FileWalker;
import otus.server.staticfiles.walk.Walkers;

/// A file that differs at each stat is served as it was opened.
class UnstableFileOpenerTest extends SiteTest {
  private static final Path NAME = Path.of("a.txt");

  private static FileWalker walker(Path root) throws IOException {
    return (FileWalker) Walkers.of(root).from(root);
  }

  /// Opens the file after a stat with the given result.
  private StaticFile open(int inMemory, FileFacts seen) throws IOException {
    UnstableFileOpener opener =
        new UnstableFileOpener(
            inMemory, new FileHeaderRules(MediaTypes.STANDARD, CharsetRule.AUTO, List.of(), false));
    try (FileWalker walker = walker(root)) {
      LookupRequest lookup = LookupRequest.of(List.of(NAME), null, null, clock.instant());
      return assertInstanceOf(LookupResult.OpenedUncached.class, opener.open(walker, lookup, seen))
          .file();
    }
  }

  private FileFacts look() throws IOException {
    try (FileWalker walker = walker(root)) {
      return walker.facts(NAME, walker.stat(NAME));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void file_has_the_size_it_had_when_opened(int inMemory) throws Exception {
    Path path = write("a.txt", "hello");
    FileFacts seen = look();
    write("a.txt", "hello you");
    try (StaticFile file = open(inMemory, seen)) {
      Files.writeString(path, ", and more", StandardOpenOption.APPEND);
      Response whole = file.whole();
      assertEquals("hello you", AnswerReader.drain(whole));
      assertEquals(9, file.representation().size());
      assertTrue(file.representation().tag().weak());
      assertEquals("Tue, 02 Jan 2024 03:04:05 GMT", whole.headers().first("Last-Modified"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void text_in_utf_8_has_its_charset(int inMemory) throws Exception {
    write("a.txt", "caf\u00e9");
    try (StaticFile file = open(inMemory, look())) {
      assertEquals("text/plain; charset=utf-8", file.mediaType());
    }
  }

  /// The inode differs, as on file systems that make up inodes; all else is equal.
  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void changing_inode_leaves_the_date_and_a_weak_tag(int inMemory) throws Exception {
    write("a.txt", "hello");
    FileFacts real = look();
    for (int i = 0; i < 2; i++) {
      FileFacts seen = new FileFacts(5, real.modified(), "made up " + i, real.permissions());
      try (StaticFile file = open(inMemory, seen)) {
        Response whole = file.whole();
        assertEquals("hello", AnswerReader.drain(whole));
        Headers fields = whole.headers();
        assertEquals("W/\"5-65937d25.75bcd15~\"", fields.first("ETag"));
        assertEquals("Tue, 02 Jan 2024 03:04:05 GMT", fields.first("Last-Modified"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void changing_time_leaves_no_date_and_a_unique_tag(int inMemory) throws Exception {
    Path path = write("a.txt", "hello");
    FileFacts seen = look();
    Files.setLastModifiedTime(path, FileTime.from(MODIFIED.plusSeconds(1)));
    EntityTag before = null;
    for (int i = 0; i < 2; i++) {
      try (StaticFile file = open(inMemory, seen)) {
        assertNull(file.representation().lastModified());
        assertNotEquals(before, file.representation().tag());
        before = file.representation().tag();
        assertTrue(before.weak());
      }
      clock.advance(Duration.ofMillis(1));
    }
  }

  /// A process appends without pause; each request gets the file as it was when opened.
  @ParameterizedTest
  @ValueSource(strings = {"0", "64m"})
  void file_that_grows_without_pause_is_served_each_time(String inMemory) throws Exception {
    Path path = write("a.txt", "");
    handler("cache-file-bytes", inMemory, "cache-revalidate", "0s");
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (FileChannel log =
                      FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                    while (!over.get()) {
                      written.addAndGet(log.write(ByteBuffer.wrap(new byte[] {'x'})));
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    try {
      long before = 0;
      for (int i = 0; i < 300; i++) {
        Response response = get("/a.txt");
        assertEquals(200, response.status().code());
        long length = response.body().length();
        assertTrue(length >= before, "shorter than before");
        assertEquals(length, AnswerReader.drain(response).chars().filter(c -> c == 'x').count());
        before = length;
      }
    } finally {
      over.set(true);
      writer.join();
    }
    Response last = get("/a.txt");
    assertEquals(written.get(), AnswerReader.drain(last).length());
  }

  @Test
  void unstable_file_is_not_cached() throws Exception {
    write("a.txt", "hello");
    try (StaticFile file = open(0, look())) {
      assertEquals(1, openFiles().size());
      file.whole().body().close();
    }
    assertEquals(List.of(), openFiles());
  }
}
