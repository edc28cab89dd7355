package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.OpenFile;
import otus.server.api.Response;

/// A large cached file that is rewritten in place while it is fresh.
class InPlaceChangeTest extends SiteTest {

  @BeforeEach
  void keepAllFilesOpen() {
    handler("cache-file-bytes", "0");
  }

  private void rewrite(String text) throws IOException {
    Path file = root.resolve("a.bin");
    Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED.plusNanos(1)));
  }

  private OpenFile file(Response response) {
    return assertInstanceOf(Body.FileRegion.class, response.body()).file();
  }

  @ParameterizedTest
  @ValueSource(strings = {"longer than that", "short", "SAME SIZE"})
  void next_request_gets_the_whole_new_version(String text) throws Exception {
    write("a.bin", "same size");
    Response before = get("/a.bin");
    String tag = before.headers().first("ETag");
    before.body().close();
    assertInstanceOf(Response.class, handle("HEAD", "/a.bin")).body().close();
    rewrite(text);
    Answer looks = assertInstanceOf(Answer.Later.class, handle("HEAD", "/a.bin"));
    assertInstanceOf(Response.class, AnswerReader.settle(looks)).body().close();
    assertEquals("206 " + text.charAt(1), outcome("/a.bin", "Range", "bytes=1-1"));
    assertEquals("200 " + text, outcome("/a.bin"));
    Response after = assertInstanceOf(Response.class, handle("GET", "/a.bin"));
    assertNotEquals(tag, after.headers().first("ETag"));
    after.body().close();
  }

  @Test
  void next_request_gets_the_new_precompressed_file() throws Exception {
    write("a", "plain");
    write("a.gz", "one");
    assertEquals("200 one", outcome("/a", "Accept-Encoding", "gzip"));
    write("a.gz", "three", MODIFIED.plusNanos(1));
    assertEquals("200 three", outcome("/a", "Accept-Encoding", "gzip"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"longer than that", "short", "SAME SIZE"})
  void running_response_notices_that_its_bytes_are_gone(String text) throws Exception {
    write("a.bin", "same size");
    try (Body part = get("/a.bin", "Range", "bytes=1-2").body();
        Body whole = get("/a.bin").body()) {
      assertTrue(((Body.FileRegion) whole).file().isUnchanged());
      assertTrue(((Body.FileRegion) part).file().isUnchanged());
      rewrite(text);
      assertFalse(((Body.FileRegion) whole).file().isUnchanged());
      assertFalse(((Body.FileRegion) part).file().isUnchanged());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replaced_or_removed_file_is_sent_to_its_end(boolean replaced) throws Exception {
    write("a.bin", "old");
    Response old = get("/a.bin");
    Path file = root.resolve("a.bin");
    if (replaced) {
      Files.move(write("other", "new"), file, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(file);
    }
    assertTrue(file(old).isUnchanged());
    assertEquals(replaced ? "200 new" : "404", outcome("/a.bin"));
    assertEquals("old", AnswerReader.drain(old));
  }

  @Test
  void file_that_grows_after_it_was_moved_is_not_sent_to_its_end() throws Exception {
    Path file = write("a.bin", "old");
    Response old = get("/a.bin");
    Path away = Files.move(file, root.resolve("a.bin.1"));
    Files.writeString(away, " and more", StandardOpenOption.APPEND);
    assertFalse(file(old).isUnchanged());
    old.body().close();
  }

  @Test
  void download_broken_by_a_change_of_permissions_can_be_resumed() throws Exception {
    Path file = write("a.bin", "hello");
    Response response = get("/a.bin");
    String tag = response.headers().first("ETag");
    changeUntilSeen(
        file,
        () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----")));
    assertFalse(file(response).isUnchanged());
    response.body().close();
    assertEquals("206 lo", outcome("/a.bin", "Range", "bytes=3-", "If-Range", tag));
  }

  @Test
  void build_with_equal_size_and_time_has_its_own_tag_at_once() throws Exception {
    Path file = write("a.bin", "same size");
    Response old = get("/a.bin");
    String tag = old.headers().first("ETag");
    changeUntilSeen(
        file,
        () -> {
          Files.writeString(file, "SAME SIZE", StandardOpenOption.WRITE);
          Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        });
    assertFalse(file(old).isUnchanged());
    old.body().close();
    assertEquals("200 SAME SIZE", outcome("/a.bin", "If-None-Match", tag));
    assertEquals("200 SAME SIZE", outcome("/a.bin", "Range", "bytes=1-1", "If-Range", tag));
  }

  /// Changes a file until its change time shows it: some kernels count time in ticks.
  private static void changeUntilSeen(Path file, FileChange change) throws IOException {
    Object before = Files.getAttribute(file, "unix:ctime");
    do {
      change.make();
    } while (Files.getAttribute(file, "unix:ctime").equals(before));
  }

  private interface FileChange {
    void make() throws IOException;
  }

  @Test
  void check_follows_links_to_the_open_file() throws Exception {
    write("real/a.bin", "one");
    Files.createSymbolicLink(root.resolve("link"), Path.of("real"));
    assertEquals("200 one", outcome("/link/a.bin"));
    assertInstanceOf(Response.class, handle("GET", "/link/a.bin")).body().close();
    write("real/a.bin", "three", MODIFIED.plusNanos(1));
    assertEquals("200 three", outcome("/link/a.bin"));
  }
}
