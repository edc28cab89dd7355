package otus.server.staticfiles.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.staticfiles.AnswerReader;
import otus.server.staticfiles.SiteTest;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.CharsetRule;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.MediaTypes;
import otus.server.staticfiles.version.ArtificialTimes;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.walk.FileWalker;
import otus.server.staticfiles.walk.Walkers;

/// A file that changes between stat and open.
class FileOpenerTest extends SiteTest {
  private static final Path NAME = Path.of("a.txt");

  private static FileWalker walker(Path root) throws IOException {
    return (FileWalker) Walkers.of(root).from(root);
  }

  private interface FileChange {
    void to(Path file) throws Exception;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 100})
  void file_that_shrank_is_not_served(int inMemory) throws Exception {
    assertUnstable(inMemory, file -> Files.writeString(file, "hell"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 100})
  void file_that_grew_is_not_served(int inMemory) throws Exception {
    assertUnstable(inMemory, file -> Files.writeString(file, "hello you"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 100})
  void rewritten_file_is_not_served(int inMemory) throws Exception {
    assertUnstable(inMemory, file -> Files.writeString(file, "HELLO"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 100})
  void replaced_file_is_not_served(int inMemory) throws Exception {
    assertUnstable(
        inMemory,
        file -> {
          Path other = Files.writeString(root.resolve("other"), "HELLO");
          Files.setLastModifiedTime(other, FileTime.from(MODIFIED));
          Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  private void assertUnstable(int inMemory, FileChange change) throws Exception {
    Path file = write("a.txt", "hello");
    try (FileWalker walker = walker(root)) {
      FileFacts seen = walker.facts(NAME, walker.stat(NAME));
      change.to(file);
      assertSame(LookupResult.Unstable.UNSTABLE, open(walker, inMemory, null, seen));
      assertEquals(List.of(root.toString()), openFiles().stream().distinct().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 100})
  void unchanged_file_is_opened(int inMemory) throws Exception {
    write("a.txt", "hello");
    try (FileWalker walker = walker(root)) {
      FileFacts seen = walker.facts(NAME, walker.stat(NAME));
      LookupResult.Opened opened =
          assertInstanceOf(LookupResult.Opened.class, open(walker, inMemory, null, seen));
      try (StaticFile file = opened.file()) {
        assertEquals(inMemory >= 5, file.isInMemory());
        assertEquals("hello", AnswerReader.drain(file.whole()));
      }
    }
  }

  @Test
  void known_state_is_not_opened_again() throws Exception {
    write("a.txt", "hello");
    try (FileWalker walker = walker(root)) {
      FileFacts seen = walker.facts(NAME, walker.stat(NAME));
      assertSame(LookupResult.Unchanged.UNCHANGED, open(walker, 0, seen, seen));
    }
  }

  private static LookupResult open(FileWalker walker, int inMemory, FileFacts known, FileFacts seen)
      throws Exception {
    FileOpener opener =
        new FileOpener(
            walker.path(),
            inMemory,
            new FileHeaderRules(MediaTypes.STANDARD, CharsetRule.AUTO, List.of(), false),
            new EntityTags(1 << 20),
            new ArtificialTimes(walker.path()));
    FileState state = known == null ? null : new FileState(known, "");
    return opener.open(
        walker, LookupRequest.of(List.of(NAME), null, state, NOW), new FileState(seen, ""));
  }
}
