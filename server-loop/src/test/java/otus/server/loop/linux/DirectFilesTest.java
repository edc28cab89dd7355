package otus.server.loop.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads in a directory whose files were just written, so the kernel has them in memory.
@EnabledOnOs(OS.LINUX)
class DirectFilesTest {
  private static final int MAX = 1000;
  private static final StandardCopyOption ATOMIC = StandardCopyOption.ATOMIC_MOVE;
  private static final Instant MODIFIED = Instant.parse("2024-01-02T03:04:05.123456789Z");

  @TempDir Path temporary;
  private Path root;
  private DirectFiles files;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(temporary.resolve("root"));
    files = new DirectFiles(MAX);
    assumeTrue(files.isSupported(root), "a kernel before 5.12, or a sandbox");
  }

  @AfterEach
  void nothing_is_left_open() throws IOException {
    assertEquals(List.of(), open());
  }

  /// Returns the files in the temporary directory that this process has open.
  private List<String> open() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS)) {
          open.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    open.removeIf(each -> !each.startsWith(temporary.toString()));
    return open;
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private @Nullable String read(String path, String... suffixes) {
    return text(files.read(root, path, List.of(suffixes), MAX));
  }

  @Test
  void file_is_read_with_its_facts() throws IOException {
    Path file = write("a/b/c.txt", "content");
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    DirectFiles.Content read = files.read(root, "a/b/c.txt", List.of(".gz"), MAX);
    assertNotNull(read);
    assertEquals("content", text(read));
    assertEquals(MODIFIED, read.modified());
    FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
    assertEquals(changed.toInstant(), read.changed());
    assertEquals((int) Files.getAttribute(file, "unix:mode") & 0x1ff, read.permissions());
    assertEquals("", read(root.relativize(write("empty", "")).toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing",
        "dir",
        "dir/",
        "file.txt/x",
        "../secret",
        "dir/../file.txt/../../secret",
        "link",
        "linked/file",
        "dangling",
        "out",
        "outside/secret",
        "/etc/passwd",
        "pipe",
        "ä",
        "a\0b",
        "large"
      })
  void other_names_are_not_read(String path) throws Exception {
    write("file.txt", "file");
    write("dir/file", "file");
    write("ä", "file");
    write("large", "x".repeat(MAX + 1));
    Files.writeString(temporary.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("link"), Path.of("file.txt"));
    Files.createSymbolicLink(root.resolve("linked"), Path.of("dir"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nothing"));
    Files.createSymbolicLink(root.resolve("out"), Path.of("../secret"));
    Files.createSymbolicLink(root.resolve("outside"), Path.of(".."));
    new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().waitFor();
    assertNull(read(path));
    assertEquals("file", read("file.txt"));
  }

  @Test
  void other_file_system_is_not_entered() {
    assertNull(files.read(Path.of("/"), "proc/version", List.of(), MAX));
  }

  @Test
  void limit_is_the_size_of_the_largest_file() throws IOException {
    write("exact", "x".repeat(MAX));
    assertEquals("x".repeat(MAX), read("exact"));
    assertNull(files.read(root, "exact", List.of(), MAX - 1));
  }

  @Test
  void file_with_a_suffix_beside_it_is_not_read() throws IOException {
    write("a.js", "script");
    write("a.js.map", "map");
    assertEquals("script", read("a.js", ".br", ".gz"));
    write("a.js.gz", "compressed");
    assertNull(read("a.js", ".br", ".gz"));
    Files.delete(root.resolve("a.js.gz"));
    Files.createSymbolicLink(root.resolve("a.js.br"), Path.of("nothing"));
    assertNull(read("a.js", ".br", ".gz"));
  }

  @Test
  void root_may_be_a_link_and_is_opened_each_time() throws IOException {
    write("file", "one");
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(other.resolve("file"), "two");
    Path link = temporary.resolve("current");
    Files.createSymbolicLink(link, root);
    assertEquals("one", readThrough(link));
    Files.createSymbolicLink(temporary.resolve("next"), other);
    Files.move(temporary.resolve("next"), link, ATOMIC);
    assertEquals("two", readThrough(link));
    assertEquals("one", read("file"));
  }

  /// The first one who follows a link sets its access time, which the kernel may have to wait for.
  private @Nullable String readThrough(Path link) throws IOException {
    assertTrue(Files.isDirectory(link));
    return text(files.read(link, "file", List.of(), MAX));
  }

  private static @Nullable String text(DirectFiles.@Nullable Content read) {
    return read == null ? null : new String(read.bytes(), StandardCharsets.UTF_8);
  }

  /// The directory alternates between one in the root and a link out of it, the file between two
  /// contents; neither the secret nor a mixture is read.
  @Test
  void names_exchanged_meanwhile_lead_nowhere_else() throws Exception {
    String public1 = "1".repeat(900);
    String public2 = "2".repeat(900);
    write("dir/file", public1);
    Files.createDirectory(temporary.resolve("trap"));
    Files.writeString(temporary.resolve("trap/file"), "s".repeat(900));
    Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("trap"));
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean failed = new AtomicBoolean();
    Thread exchanger =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; !over.get(); i++) {
                      Files.writeString(root.resolve("next"), i % 2 == 0 ? public1 : public2);
                      Files.move(root.resolve("next"), root.resolve("dir/file"), ATOMIC);
                      Files.move(root.resolve("dir"), temporary.resolve("aside"));
                      Files.move(temporary.resolve("link"), root.resolve("dir"));
                      Files.move(root.resolve("dir"), temporary.resolve("link"));
                      Files.move(temporary.resolve("aside"), root.resolve("dir"));
                    }
                  } catch (IOException e) {
                    failed.set(true);
                  }
                });
    int served = 0;
    try {
      for (int i = 0; i < 20_000 || (served == 0 && i < 1_000_000); i++) {
        String text = read("dir/file");
        assertTrue(text == null || text.equals(public1) || text.equals(public2), () -> "" + text);
        served += text == null ? 0 : 1;
      }
    } finally {
      over.set(true);
      exchanger.join();
    }
    assertTrue(!failed.get() && served > 0, "the race was one-sided");
    assertTrue(Files.exists(root.resolve("dir"), LinkOption.NOFOLLOW_LINKS));
  }
}
