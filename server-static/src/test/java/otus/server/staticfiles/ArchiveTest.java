package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.Response;

/// A zip archive as the root.
class ArchiveTest extends SiteTest {
  private static final byte[] LARGE = large();

  private Path archive;

  /// Text in which each part differs, so that a wrong range shows, and that hardly compresses.
  private static byte[] large() {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @BeforeEach
  void makeArchive() throws Exception {
    archive = temporary.toRealPath().resolve("site.zip");
    new Zip()
        .add("index.html", "<p>top")
        .add("a.txt", "hello")
        .add("in/index.html", "<p>in")
        .add("deep/er/b.txt", "b")
        .add("deep/stored.txt", new byte[] {'s'}, true)
        .add("empty/", "")
        .add(".git/config", "secret")
        .add("größe.txt", "umlauts")
        .add("app.js", "original")
        .add("app.js.gz", "compressed")
        .add("large.bin", LARGE, false)
        .add("stored.bin", LARGE, true)
        .writeTo(archive);
    Files.setLastModifiedTime(archive, FileTime.from(MODIFIED));
  }

  private void serve(String... options) {
    String[] all = Arrays.copyOf(options, options.length + 2);
    all[options.length] = "root";
    all[options.length + 1] = archive.toString();
    handler(all);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200 <p>top",
    "/a.txt, 200 hello",
    "/in, 301 in/",
    "/in/, 200 <p>in",
    "/deep/er/b.txt, 200 b",
    "/gr%C3%B6%C3%9Fe.txt, 200 umlauts",
    "/A.TXT, 404",
    "/a.txt/, 404",
    "/a.txt/b, 404",
    "/deep/, 404",
    "/none, 404",
    "/.git/config, 404",
  })
  void entries_are_found_by_their_paths(String path, String outcome) throws Exception {
    serve();
    assertEquals(outcome, outcome(path));
    assertEquals(outcome, outcome(path), "from the cache");
  }

  /// Also the same tag as on another server that serves the extracted file.
  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "large.bin", "stored.bin"})
  void validators_are_those_of_the_extracted_file(String name) throws Exception {
    Path file = Files.write(root.resolve(name), name.equals("a.txt") ? "hello".getBytes() : LARGE);
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    Response onDisk = get("/" + name);
    onDisk.body().close();
    String extracted = onDisk.headers().first("ETag");
    serve();
    Response whole = get("/" + name);
    whole.body().close();
    assertEquals(extracted, whole.headers().first("ETag"));
    assertEquals("304", outcome("/" + name, "If-None-Match", extracted));
    assertEquals("412", outcome("/" + name, "If-Match", "\"other\""));
  }

  /// A quarter of the files is not all of them: the time of a build is not sent.
  @Test
  void time_that_most_entries_share_is_no_date() throws Exception {
    serve();
    assertEquals(null, get("/a.txt").headers().first("Last-Modified"));
    new Zip().add("a.txt", "hello").add("b.txt", "b").writeTo(archive);
    assertEquals("Tue, 02 Jan 2024 03:04:05 GMT", get("/a.txt").headers().first("Last-Modified"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"large.bin", "stored.bin"})
  void large_entry_is_sent_whole_and_in_parts(String name) throws Exception {
    serve();
    for (int i = 0; i < 2; i++) {
      Response whole = get("/" + name);
      assertInstanceOf(Body.Stream.class, whole.body());
      assertEquals(LARGE.length, whole.body().length());
      assertEquals(text(LARGE), AnswerReader.drain(whole));
    }
    for (int[] range : new int[][] {{0, 0}, {0, 99_999}, {150_000, 150_010}, {299_999, 299_999}}) {
      Response part = get("/" + name, "Range", "bytes=" + range[0] + "-" + range[1]);
      assertEquals(206, part.status().code());
      assertEquals(
          text(Arrays.copyOfRange(LARGE, range[0], range[1] + 1)), AnswerReader.drain(part));
    }
    assertEquals("416", outcome("/" + name, "Range", "bytes=300000-"));
  }

  /// For each part, a compressed entry would be decompressed from its start.
  @Test
  void several_ranges_are_sent_of_stored_entries_only() throws Exception {
    serve();
    Response parts = get("/stored.bin", "Range", "bytes=1000-1009,200000-200009");
    assertEquals(206, parts.status().code());
    assertTrue(
        AnswerReader.drain(parts).contains(text(Arrays.copyOfRange(LARGE, 200_000, 200_010))));
    Response whole = get("/large.bin", "Range", "bytes=1000-1009,200000-200009");
    assertEquals(200, whole.status().code());
    whole.body().close();
  }

  @Test
  void range_far_behind_the_start_of_a_compressed_entry_is_ignored() throws Exception {
    new Zip().add("zeros.bin", new byte[(32 << 20) + 100], false).writeTo(archive);
    serve();
    Response near = get("/zeros.bin", "Range", "bytes=33554432-33554441");
    assertEquals(206, near.status().code());
    assertEquals("\0".repeat(10), AnswerReader.drain(near));
    Response far = get("/zeros.bin", "Range", "bytes=33554433-");
    assertEquals(200, far.status().code());
    far.body().close();
  }

  @Test
  void charset_follows_from_the_content() throws Exception {
    byte[] large = "Grüße\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    new Zip().add("small.txt", "Grüße").add("large.txt", large, false).writeTo(archive);
    serve();
    for (String path : new String[] {"/small.txt", "/large.txt"}) {
      Response response = get(path);
      response.body().close();
      assertEquals("text/plain; charset=utf-8", response.headers().first("Content-Type"), path);
    }
  }

  @Test
  void precompressed_entry_is_sent_for_its_original() throws Exception {
    serve();
    Response response = get("/app.js", "Accept-Encoding", "gzip");
    assertEquals("gzip", response.headers().first("Content-Encoding"));
    assertEquals("compressed", AnswerReader.drain(response));
    assertEquals("200 original", outcome("/app.js"));
  }

  @Test
  void directories_are_listed() throws Exception {
    serve("listing", "true");
    String listing = AnswerReader.drain(get("/deep/?format=json"));
    assertTrue(listing.contains("\"er\""), listing);
    assertEquals(200, get("/empty/").status().code());
    assertEquals("404", outcome("/none/"));
  }

  @Test
  void directory_of_an_archive_is_an_archive_again() throws Exception {
    serve("listing", "true", "archive", "on");
    assertEquals(
        List.of("deep/=", "deep/er/=", "deep/stored.txt=s", "deep/er/b.txt=b"),
        AnswerReader.unzip(get("/deep/?archive=zip")));
    assertOpen(1);
  }

  /// No name leads out of the archive, or to an entry by another name than its own.
  @Test
  void strange_names_are_left_out() throws Exception {
    byte[] bytes =
        new Zip()
            .add("ok.txt", "ok")
            .add("/etc/passwd", "absolute")
            .add("../up.txt", "up")
            .add("x/../ok2.txt", "up")
            .add("a\\b.txt", "backslash")
            .add("a//c.txt", "empty")
            .add("link", "ok.txt")
            .add("both", "file")
            .add("both/c.txt", "c")
            .bytes();
    Files.write(archive, Zip.link(bytes, "link"));
    serve("hidden", "true");
    assertEquals("200 ok", outcome("/ok.txt"));
    assertEquals("200 c", outcome("/both/c.txt"));
    for (String path :
        new String[] {
          "/etc/passwd", "/up.txt", "/ok2.txt", "/a/b.txt", "/a%5Cb.txt", "/a/c.txt", "/link"
        }) {
      assertEquals("404", outcome(path), path);
    }
  }

  @Test
  void last_of_two_entries_with_one_name_counts() throws Exception {
    byte[] bytes = new Zip().add("a.txt", "first").add("b.txt", "again").bytes();
    bytes[Zip.header(bytes, "b.txt") + 46] = 'a';
    Files.write(archive, bytes);
    serve();
    assertEquals("200 again", outcome("/a.txt"));
  }

  /// The size that the directory of the archive declares is not the one of the content.
  @ParameterizedTest
  @CsvSource({"a.txt, 4", "a.txt, 6", "large.bin, 299999", "large.bin, 300001"})
  void entry_with_a_wrong_size_is_not_served(String name, int size) throws Exception {
    byte[] bytes = Files.readAllBytes(archive);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(Zip.header(bytes, name) + 24, size);
    Files.write(archive, bytes);
    serve();
    assertEquals("503", outcome("/" + name));
    assertEquals("200 <p>top", outcome("/"));
  }

  @Test
  void replaced_archive_is_served_at_once_and_the_old_one_to_its_end() throws Exception {
    serve();
    assertEquals("200 hello", outcome("/a.txt"));
    Response old = get("/stored.bin");
    Path other = new Zip().add("a.txt", "HELLO").writeTo(archive.resolveSibling("other.zip"));
    Files.setLastModifiedTime(other, FileTime.from(MODIFIED));
    Files.move(other, archive, StandardCopyOption.REPLACE_EXISTING);
    assertEquals("200 HELLO", outcome("/a.txt"));
    assertEquals("404", outcome("/stored.bin"));
    assertEquals(text(LARGE), AnswerReader.drain(old));
    assertOpen(1); // the old archive is closed
  }

  /// In place, with the same length and time.
  @Test
  void overwritten_archive_breaks_the_responses_of_the_old_one() throws Exception {
    serve();
    Response old = get("/stored.bin");
    byte[] bytes = Files.readAllBytes(archive);
    byte[] other = new Zip().add("a.txt", "HELLO").bytes();
    System.arraycopy(other, 0, bytes, bytes.length - other.length, other.length);
    Files.write(archive, bytes);
    Files.setLastModifiedTime(archive, FileTime.from(MODIFIED));
    assertEquals("200 HELLO", outcome("/a.txt"));
    assertThrows(CompletionException.class, () -> AnswerReader.drain(old));
    assertOpen(1);
  }

  @Test
  void removed_archive_has_no_files_until_it_is_back() throws Exception {
    serve();
    assertEquals("200 hello", outcome("/a.txt"));
    byte[] bytes = Files.readAllBytes(archive);
    Files.delete(archive);
    assertEquals("404", outcome("/a.txt"));
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
    assertEquals("503", outcome("/a.txt"));
    Files.write(archive, bytes);
    assertEquals("200 hello", outcome("/a.txt"));
  }

  /// An interrupt of the thread that reads must not close the archive for others.
  @Test
  void cancelled_response_leaves_the_others_alone() throws Exception {
    serve();
    Response cancelled = get("/large.bin");
    Response other = get("/large.bin");
    Thread.currentThread().interrupt();
    try {
      ((Body.Stream) cancelled.body()).source().next();
    } finally {
      assertTrue(Thread.interrupted());
    }
    cancelled.body().close();
    assertEquals(text(LARGE), AnswerReader.drain(other));
    assertOpen(1);
  }

  @ParameterizedTest
  @CsvSource({
    "text, 'zip END header not found'",
    "truncated, 'zip END header not found'",
    "encrypted, 'encrypted entry'",
    "empty, 'zip file is empty'"
  })
  void archive_that_cannot_be_served_is_one_line(String kind, String reason) throws Exception {
    byte[] bytes = new Zip().add("a.txt", "hello").bytes();
    if (kind.equals("encrypted")) {
      bytes[Zip.header(bytes, "a.txt") + 8] |= 1;
    }
    Files.write(
        archive,
        switch (kind) {
          case "text" -> "no archive at all, but longer than an end record".getBytes();
          case "truncated" -> Arrays.copyOf(bytes, bytes.length - 4);
          case "empty" -> new byte[0];
          default -> bytes;
        });
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, this::serve);
    assertTrue(e.getMessage().contains(archive.toString()), e.getMessage());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertNotEquals("", e.getMessage());
  }
}
