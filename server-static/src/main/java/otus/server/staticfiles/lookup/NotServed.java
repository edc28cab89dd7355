package otus.server.staticfiles.lookup;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A name for which no file is served, and the reason, as reported to the operator. Immutable.
///
/// @param name the path from the root to the name that is the reason
/// @param reason the reason
/// @param flag the flag because of which the name was looked up, such as `--index`; null if it is
///     in the request path
public record NotServed(String name, Reason reason, @Nullable String flag) {

  /// Why no file is served, in words that follow its name.
  public enum Reason {
    /// No entry has this name.
    NO_NAME("does not exist"),
    /// The path continues after the name of a file.
    NO_DIRECTORY("is not a directory"),
    /// The name of a file was expected.
    DIRECTORY("is a directory"),
    /// The entry is of a type that is never opened.
    NO_FILE("is neither a file nor a directory; pipes, sockets and devices are never opened"),
    /// Links are not followed.
    LINK("is a symbolic link, and --symlinks deny follows no links"),
    /// Links are followed only inside of the root.
    LINK_OUT("is a symbolic link out of the root, which requires --symlinks follow"),
    /// The link leads to a name that is hidden.
    LINK_HIDDEN("is a symbolic link to a name that begins with a dot, which requires --hidden"),
    /// The link is dangling.
    LINK_DANGLING("is a broken or circular symbolic link"),
    /// The operating system denies access.
    DENIED("is not readable by this process"),
    /// The name is hidden.
    HIDDEN("begins with a dot, and --hidden is off; only /.well-known/ is served nevertheless"),
    /// No file of this system has the name.
    INVALID("cannot be the name of a file: it is too long, or not UTF-8"),
    /// A precompressed file was made from an earlier state of its original.
    OUTDATED("exists, but is older than its original");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  static NotServed of(List<Path> names, Reason reason, @Nullable String flag) {
    String name = names.stream().map(Path::toString).collect(Collectors.joining("/"));
    return new NotServed(name.isEmpty() ? "the root" : name, reason, flag);
  }

  @Override
  public String toString() {
    return name + ' ' + reason.words + (flag == null ? "" : " (" + flag + ")");
  }
}
