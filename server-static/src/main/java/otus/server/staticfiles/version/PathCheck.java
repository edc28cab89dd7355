package otus.server.staticfiles.version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks that a path still leads to the state of a file that a lookup has found, and that other
/// names, which would take precedence, have not changed: one read of attributes for the file, and
/// one for each other name. Immutable; any thread, including event loops.
///
/// It proves less than a lookup: not that the same links lead to the file, if the file is the same,
/// and not that its directories may still be read. So lookups continue, but rarely.
public final class PathCheck {
  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};

  private final Path path;
  private final boolean linked;
  private final FileFacts facts;
  private final List<Other> others;

  /// A name that would take precedence if it were another file.
  ///
  /// @param path its path
  /// @param facts the state in which it does not count; null if there was no file
  public record Other(Path path, @Nullable FileFacts facts) {

    private boolean holds() throws IOException {
      return facts == null
          ? !Files.isRegularFile(path)
          : facts.agreeWith(VersionCheck.readAttributes(path, FOLLOW));
    }
  }

  /// @param path the requested path of the file
  /// @param linked whether the lookup has found the file through links
  /// @param facts its state
  public PathCheck(Path path, boolean linked, FileFacts facts, List<Other> others) {
    this.path = path;
    this.linked = linked;
    this.facts = facts;
    this.others = List.copyOf(others);
  }

  /// Returns whether a lookup would find the same now.
  public boolean holds() {
    try {
      if (!facts.agreeWith(VersionCheck.readAttributes(path, linked ? FOLLOW : NO_LINKS))) {
        return false;
      }
      for (Other other : others) {
        if (!other.holds()) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Returns the number of paths.
  public int paths() {
    return 1 + others.size();
  }

  /// Returns the number of characters in all paths.
  public long characters() {
    long characters = path.toString().length();
    for (Other other : others) {
      characters += other.path().toString().length();
    }
    return characters;
  }
}
