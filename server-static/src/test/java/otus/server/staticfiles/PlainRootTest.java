package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.api.Response;
import otus.server.staticfiles.walk.PathWalker;
import otus.server.staticfiles.walk.Walkers;

/// Roots in file systems without directory handles.
class PlainRootTest extends SiteTest {
  private static final String LARGE = "0123456789".repeat(20_000);

  /// Jimfs follows the rules of an operating system; zipfs is the file system of an archive.
  enum Kind {
    UNIX,
    WINDOWS,
    ZIPFS
  }

  private FileSystem fileSystem;

  private void open(Kind kind) throws IOException {
    fileSystem =
        switch (kind) {
          case UNIX -> Jimfs.newFileSystem(Configuration.unix());
          case WINDOWS -> Jimfs.newFileSystem(Configuration.windows());
          case ZIPFS ->
              FileSystems.newFileSystem(temporary.resolve("fs.zip"), Map.of("create", "true"));
        };
    root = fileSystem.getPath(kind == Kind.WINDOWS ? "C:\\site" : "/site");
    Files.createDirectory(root);
    write("index.html", "<p>top");
    write("a.txt", "hello");
    write("in/index.html", "<p>in");
    write("deep/er/b.txt", "b");
    write(".git/config", "secret");
    write("app.js", "original");
    write("app.js.gz", "compressed");
    write("large.txt", LARGE);
  }

  @AfterEach
  void closeFileSystem() throws IOException {
    fileSystem.close();
  }

  @ParameterizedTest
  @EnumSource
  void files_are_found_and_nothing_else(Kind kind) throws Exception {
    open(kind);
    Map<String, String> outcomes =
        Map.ofEntries(
            Map.entry("/", "200 <p>top"),
            Map.entry("/a.txt", "200 hello"),
            Map.entry("/in", "301 in/"),
            Map.entry("/in/", "200 <p>in"),
            Map.entry("/deep/er/b.txt", "200 b"),
            Map.entry("/deep/", "404"),
            Map.entry("/a.txt/", "404"),
            Map.entry("/a.txt/b", "404"),
            Map.entry("/none", "404"),
            Map.entry("/a.txt%5C", "404"),
            Map.entry("/deep%5Cer%5Cb.txt", "404"),
            Map.entry("/C:", "404"),
            Map.entry("/.git/config", "404"));
    for (Map.Entry<String, String> each : outcomes.entrySet()) {
      assertEquals(each.getValue(), outcome(each.getKey()), each.getKey());
      assertEquals(each.getValue(), outcome(each.getKey()), each.getKey() + " from the cache");
    }
  }

  @ParameterizedTest
  @EnumSource
  void directory_is_an_archive(Kind kind) throws Exception {
    open(kind);
    handler("listing", "true", "archive", "on");
    assertEquals(
        List.of("deep/=", "deep/er/=", "deep/er/b.txt=b"),
        AnswerReader.unzip(get("/deep/?archive=zip")));
  }

  @ParameterizedTest
  @EnumSource
  void conditions_and_variants_work(Kind kind) throws Exception {
    open(kind);
    String tag = get("/a.txt").headers().first("ETag");
    assertEquals("304", outcome("/a.txt", "If-None-Match", tag));
    assertEquals("206 ell", outcome("/a.txt", "Range", "bytes=1-3", "If-Range", tag));
    assertEquals("200 compressed", outcome("/app.js", "Accept-Encoding", "gzip"));
  }

  /// A file of zipfs has no key, as on Windows.
  @ParameterizedTest
  @EnumSource
  void large_file_is_sent_whole_and_in_parts(Kind kind) throws Exception {
    open(kind);
    Response whole = get("/large.txt");
    assertEquals(LARGE, AnswerReader.drain(whole));
    assertEquals("206 3456", outcome("/large.txt", "Range", "bytes=100003-100006"));
    assertEquals(whole.headers().first("ETag"), get("/large.txt").headers().first("ETag"));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIX", "WINDOWS"})
  void changed_file_is_served_at_once(Kind kind) throws Exception {
    open(kind);
    assertEquals("200 hello", outcome("/a.txt"));
    write("a.txt", "HELLO", MODIFIED.plusSeconds(1));
    assertEquals("200 HELLO", outcome("/a.txt"));
    Files.delete(root.resolve("a.txt"));
    assertEquals("404", outcome("/a.txt"));
  }

  @ParameterizedTest
  @EnumSource
  void directory_is_listed(Kind kind) throws Exception {
    open(kind);
    handler("listing", "true");
    String listing = AnswerReader.drain(get("/deep/?format=json"));
    assertTrue(listing.contains("\"er\""), listing);
  }

  /// Filters and rules for hidden names know the name in the URL only.
  @ParameterizedTest
  @CsvSource({"/A.TXT, 404", "/DEEP/er/b.txt, 404", "/deep/er/B.txt, 404", "/.GIT/config, 404"})
  void name_in_another_case_is_missing_on_windows(String path, String outcome) throws Exception {
    open(Kind.WINDOWS);
    assertTrue(Files.exists(root.resolve("A.TXT")));
    handler("hidden", "true");
    assertEquals("200 secret", outcome("/.git/config"));
    assertEquals(outcome, outcome(path));
  }

  @ParameterizedTest
  @CsvSource({
    "deny,   404,        404,       404",
    "inside, 200 hello,  404,       200 b",
    "follow, 200 hello,  200 other, 200 b",
  })
  void links_are_followed_by_the_option(String rule, String inside, String out, String directory)
      throws Exception {
    open(Kind.UNIX);
    Files.writeString(fileSystem.getPath("/other.txt"), "other");
    Files.createSymbolicLink(root.resolve("inside"), fileSystem.getPath("a.txt"));
    Files.createSymbolicLink(root.resolve("out"), fileSystem.getPath("/other.txt"));
    Files.createSymbolicLink(root.resolve("directory"), fileSystem.getPath("deep"));
    handler("symlinks", rule);
    assertEquals(inside, outcome("/inside"));
    assertEquals(out, outcome("/out"));
    assertEquals(directory, outcome("/directory/er/b.txt"));
  }

  /// A directory that is exchanged for a link after the walker has passed it.
  @Test
  void exchanged_directory_is_noticed() throws Exception {
    open(Kind.UNIX);
    Path other = Files.createDirectories(fileSystem.getPath("/other/er"));
    Files.writeString(other.resolve("b.txt"), "secret");
    try (PathWalker walker = Walkers.of(root).from(root)) {
      assertTrue(walker.enter(fileSystem.getPath("deep")));
      Files.move(root.resolve("deep"), root.resolve("moved"));
      Files.createSymbolicLink(root.resolve("deep"), fileSystem.getPath("/other"));
      assertThrows(IOException.class, () -> walker.stat(fileSystem.getPath("er")));
    }
  }
}
