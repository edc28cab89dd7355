package otus.server.staticfiles.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.UrlPath;
import otus.server.api.testing.FakeRequest;
import otus.server.staticfiles.AnswerReader;
import otus.server.staticfiles.SiteTest;
import otus.server.staticfiles.directory.Location;

/// Archives of directories, as a client sees them.
class ArchivesTest extends SiteTest {

  /// Returns paths and contents of an archive, in order of the paths; reads tar independently of
  /// the code that writes it.
  private static Map<String, String> entries(byte[] archive) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    if (archive[0] == 'P') {
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
        for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
          entries.put(entry.getName(), text(zip.readAllBytes()));
        }
      }
      return entries;
    }
    try (InputStream tar = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      String pax = "";
      while (true) {
        byte[] header = tar.readNBytes(512);
        if (header[0] == 0) {
          assertEquals(512, tar.readAllBytes().length);
          return entries;
        }
        int size = Integer.parseInt(text(Arrays.copyOfRange(header, 124, 135)), 8);
        String content = text(tar.readNBytes(size));
        tar.skipNBytes(-size & 511);
        if (header[156] == 'x') {
          pax = content;
          continue;
        }
        String name = text(Arrays.copyOf(header, 100)).replace("\0", "");
        int path = pax.indexOf("path=");
        String full = path < 0 ? name : pax.substring(path + 5, pax.indexOf('\n', path));
        entries.put(full, content);
        pax = "";
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Response response) {
    assertEquals(200, response.status().code());
    var all = new ByteArrayOutputStream();
    try (Body body = response.body()) {
      readTo(all, body, Integer.MAX_VALUE);
    }
    return all.toByteArray();
  }

  /// Reads until there are `max` bytes, as the server does for a client that takes that many.
  private static void readTo(ByteArrayOutputStream all, Body body, int max) {
    Body.Sequence sequence = assertInstanceOf(Body.Sequence.class, body);
    ByteSource source = assertInstanceOf(Body.Stream.class, sequence.parts().getFirst()).source();
    while (all.size() < max
        && source.next().toCompletableFuture().join() instanceof Chunk.Data(var chunk)) {
      byte[] bytes = new byte[chunk.remaining()];
      chunk.get(bytes);
      all.writeBytes(bytes);
    }
  }

  private Map<String, String> archive(String target) throws Exception {
    return entries(bytes(get(target)));
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar.gz", "zip"})
  void archive_has_the_files_and_directories_that_clients_can_fetch(String format)
      throws Exception {
    String large = "0123456789".repeat(50_000);
    String random = new String(new char[90_000]).replace('\0', 'r');
    String deep = "d".repeat(90) + "/" + "n".repeat(200);
    write("docs/a.txt", "a");
    write("docs/large.txt", large);
    write("docs/photo.jpg", random);
    write("docs/site/index.html", "index");
    write("docs/site/other", "other");
    write("docs/" + deep, "deep");
    write("docs/\u00fc \u4e16.txt", "unicode");
    write("docs/exactly512", "x".repeat(512));
    write("docs/none", "");
    write("docs/.hidden", "secret");
    write("real/inner", "inner");
    Files.createDirectories(root.resolve("docs/empty"));
    link("docs/file-link", "../real/inner");
    link("docs/dir-link", "../real");
    link("docs/self", ".");
    link("docs/broken", "nowhere");
    link("docs/out", "../../outside");
    Files.writeString(root.resolveSibling("outside"), "outside");
    handler("listing", "true", "archive", "on");
    Map<String, String> expected = new TreeMap<>();
    expected.put("docs/", "");
    expected.put("docs/a.txt", "a");
    expected.put("docs/large.txt", large);
    expected.put("docs/photo.jpg", random);
    expected.put("docs/site/", "");
    expected.put("docs/site/index.html", "index");
    expected.put("docs/site/other", "other");
    expected.put("docs/" + "d".repeat(90) + "/", "");
    expected.put("docs/" + deep, "deep");
    expected.put("docs/\u00fc \u4e16.txt", "unicode");
    expected.put("docs/exactly512", "x".repeat(512));
    expected.put("docs/none", "");
    expected.put("docs/empty/", "");
    expected.put("docs/file-link", "inner");
    expected.put("docs/dir-link/", "");
    expected.put("docs/dir-link/inner", "inner");
    assertEquals(expected, archive("/docs/?archive=" + format));
  }

  @Test
  void root_is_archived_as_files() throws Exception {
    write("a", "1");
    handler("listing", "true", "archive", "zip");
    assertEquals(Map.of("files/", "", "files/a", "1"), archive("/?archive=zip"));
  }

  @ParameterizedTest
  @CsvSource({
    "off,    /d/?archive=zip,    text/html; charset=utf-8, 0",
    "on,     /d/?archive=zip,    application/zip,          2",
    "on,     /d/?archive=tar.gz, application/gzip,         2",
    "on,     /d/?archive=rar,    text/html; charset=utf-8, 2",
    "zip,    /d/?archive=tar.gz, text/html; charset=utf-8, 1",
    "tar.gz, /d/?archive=tar.gz, application/gzip,         1",
  })
  void only_the_formats_of_the_option_are_offered(
      String option, String target, String type, int buttons) throws Exception {
    write("d/a", "");
    handler("listing", "true", "archive", option);
    Response response = get(target);
    assertEquals(type, response.headers().first("Content-Type"));
    response.body().close();
    String page = AnswerReader.drain(get("/d/"));
    assertEquals(buttons, page.split("<button name=\"archive\"", -1).length - 1);
    // Programs that mirror a site follow links, so there is none.
    assertTrue(!page.contains("href=\"?archive"), page);
  }

  @Test
  void index_file_is_preferred_and_missing_directory_is_404() throws Exception {
    write("site/index.html", "index");
    handler("listing", "true", "archive", "on");
    assertEquals("200 index", outcome("/site/?archive=zip"));
    assertEquals("404", outcome("/no/?archive=zip"));
    assertThrows(IllegalArgumentException.class, () -> handler("archive", "on"));
  }

  @Test
  void headers_name_the_file_and_make_it_conditional() throws Exception {
    write("d \u00fc/a", "1");
    handler("listing", "true", "archive", "on");
    String target = "/d%20%c3%bc/?archive=zip";
    Response head = (Response) answer("HEAD", target);
    Headers headers = head.headers();
    assertEquals(
        "attachment; filename=\"d __.zip\"; filename*=UTF-8''d%20%C3%BC.zip",
        headers.first("Content-Disposition"));
    assertEquals("none", headers.first("Accept-Ranges"));
    assertEquals("no-cache", headers.first("Cache-Control"));
    assertEquals(Body.UNKNOWN, head.body().length());
    head.body().close();
    String tag = headers.first("ETag");
    assertTrue(tag.startsWith("W/\"z"), tag);
    assertEquals(304, get(target, "If-None-Match", tag).status().code());
    Response other = get(target.replace("zip", "tar.gz"), "If-None-Match", tag);
    assertEquals(200, other.status().code());
    other.body().close();
    Response range = get(target, "Range", "bytes=0-1");
    assertEquals(200, range.status().code());
    range.body().close();
    write("d \u00fc/a", "22");
    Response changed = get(target, "If-None-Match", tag);
    assertEquals(200, changed.status().code());
    changed.body().close();
  }

  @ParameterizedTest
  @CsvSource({
    "archive-entries, 4, 200",
    "archive-entries, 3, 403",
    "archive-bytes, 30, 200",
    "archive-bytes, 29, 403",
  })
  void directory_beyond_a_limit_is_refused_before_the_response(
      String option, String limit, int status) throws Exception {
    write("d/a", "1234567890");
    write("d/b/c", "12345678901234567890");
    handler("listing", "true", "archive", "on", option, limit);
    if (status == 200) {
      assertEquals(4, archive("/d/?archive=zip").size());
      return;
    }
    Answer.Later looked = assertInstanceOf(Answer.Later.class, handle("GET", "/d/?archive=zip"));
    Answer listing = looked.stage().toCompletableFuture().get();
    var refused = assertThrows(StatusException.class, () -> AnswerReader.settle(listing));
    assertEquals(Status.FORBIDDEN, refused.status());
    assertTrue(refused.getMessage().contains("too large"), refused::getMessage);
  }

  /// A filter for any path in the archive has to run, so that the archive is no way around it.
  @Test
  void paths_of_all_entries_are_reported_to_filters() throws Exception {
    write("d/x/page.html.gz", "");
    write("real/inner", "");
    link("d/link", "../real");
    handler("listing", "true", "archive", "on");
    var paths = new TreeSet<String>();
    Request fake = FakeRequest.get("/d/?archive=zip");
    Request request =
        (Request)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Request.class},
                (_, method, arguments) ->
                    method.getName().equals("servedFrom")
                        ? paths.add(((UrlPath) arguments[0]).encoded()) ? null : null
                        : method.invoke(fake, arguments));
    ((Response) AnswerReader.settle(handle(request))).body().close();
    assertEquals(
        List.of(
            "/d/",
            "/d/link/",
            "/d/link/inner",
            "/d/x/",
            "/d/x/page.html",
            "/d/x/page.html.gz",
            "/real/",
            "/real/inner"),
        List.copyOf(paths));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar.gz", "zip"})
  void files_that_change_while_they_are_sent_do_no_harm(String format) throws Exception {
    byte[] noise = new byte[400_000];
    new Random(1).nextBytes(noise);
    Files.createDirectory(root.resolve("d"));
    Files.write(root.resolve("d/1"), noise);
    write("d/2-vanishes", "2");
    write("d/3-link", "3");
    write("d/4-grows", "4");
    write("d/5-shrinks", "12345");
    write("d/sub/6", "6");
    write("secret", "secret");
    handler("listing", "true", "archive", "on");
    Response response = get("/d/?archive=" + format); // planned, and no file opened
    Files.delete(root.resolve("d/2-vanishes"));
    Files.delete(root.resolve("d/3-link"));
    link("d/3-link", "../secret");
    write("d/4-grows", "4444");
    write("d/5-shrinks", "1");
    Files.move(root.resolve("d/sub"), root.resolve("moved"));
    link("d/sub", "../moved");
    Map<String, String> entries = entries(bytes(response));
    assertEquals(
        List.of("d/", "d/1", "d/4-grows", "d/5-shrinks", "d/sub/"), List.copyOf(entries.keySet()));
    assertEquals("4444", entries.get("d/4-grows"));
    assertEquals("1", entries.get("d/5-shrinks"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar.gz", "zip"})
  void file_that_shrinks_while_it_is_read_leaves_the_archive_valid(String format) throws Exception {
    byte[] noise = new byte[4_000_000];
    new Random(1).nextBytes(noise);
    Files.createDirectory(root.resolve("d"));
    Path file = Files.write(root.resolve("d/1"), noise);
    write("d/2", "two");
    handler("listing", "true", "archive", "on");
    Response response = get("/d/?archive=" + format);
    var all = new ByteArrayOutputStream();
    try (Body body = response.body()) {
      readTo(all, body, 100_000); // as long as the client takes no more, no more is read
      Files.write(file, Arrays.copyOf(noise, 2_000_000));
      readTo(all, body, Integer.MAX_VALUE);
    }
    Map<String, String> entries = entries(all.toByteArray());
    assertEquals("two", entries.get("d/2"));
    byte[] expected = Arrays.copyOf(noise, format.equals("zip") ? 2_000_000 : 4_000_000);
    Arrays.fill(expected, 2_000_000, expected.length, (byte) 0);
    assertEquals(text(expected), entries.get("d/1"));
  }

  /// The files of the abandoned archive are closed; see [SiteTest#no_file_is_left_open].
  @Test
  void archive_is_abandoned_when_the_client_leaves_and_makes_room() throws Exception {
    byte[] noise = new byte[1_000_000];
    new Random(1).nextBytes(noise);
    Files.createDirectory(root.resolve("d"));
    Files.write(root.resolve("d/1"), noise);
    handler("listing", "true", "archive", "on");
    List<Body> bodies = new ArrayList<>();
    for (int i = 0; i < ArchiveLimits.MAX_RUNNING; i++) {
      bodies.add(get("/d/?archive=zip").body());
    }
    Response busy = get("/d/?archive=zip");
    assertEquals(503, busy.status().code());
    assertEquals("5", busy.headers().first("Retry-After"));
    Body left = bodies.removeLast();
    readTo(new ByteArrayOutputStream(), left, 1);
    assertEquals(1, openFiles().size());
    left.close();
    while (!openFiles().isEmpty()) {
      Thread.onSpinWait(); // closed on another thread
    }
    bodies.add(get("/d/?archive=zip").body());
    bodies.forEach(Body::close);
  }

  @Test
  void tar_keeps_times_and_whether_files_are_executable() throws Exception {
    Files.setPosixFilePermissions(
        write("d/run", "x"), PosixFilePermissions.fromString("rwxr-x---"));
    write("d/text", "x");
    handler("listing", "true", "archive", "on");
    Process tar =
        new ProcessBuilder("tar", "--utc", "--full-time", "-tvzf", "-")
            .redirectErrorStream(true)
            .start();
    try (var in = tar.getOutputStream()) {
      in.write(bytes(get("/d/?archive=tar.gz")));
    }
    String list = text(tar.getInputStream().readAllBytes());
    assertEquals(0, tar.waitFor(), list);
    assertTrue(list.contains("-rwxr-xr-x 0/0               1 2024-01-02 03:04:05 d/run\n"), list);
    assertTrue(list.contains("-rw-r--r-- 0/0               1 2024-01-02 03:04:05 d/text\n"), list);
    assertNull(list.lines().filter(line -> line.startsWith("tar:")).findAny().orElse(null));
  }

  @Test
  void large_numbers_and_early_times_are_pax_records() throws Exception {
    var entry =
        new ArchiveEntry(
            "a",
            new Location(null, List.of()),
            Path.of("a"),
            9L << 30,
            Instant.ofEpochSecond(-5),
            false);
    String header = text(TarHeader.of(entry));
    assertEquals(3 * 512, header.length());
    assertEquals("19 size=9663676416\n12 mtime=-5\n", header.substring(512, 512 + 31));
  }
}
