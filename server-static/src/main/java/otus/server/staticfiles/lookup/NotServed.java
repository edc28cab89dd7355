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
record NotServed(String name, Reason reason, @Nullable String flag) {

  /// Why no file is served, in words that follow its name.
  enum Reason {
    NO_NAME("does not exist"),
    NO_DIRECTORY("is not a directory"),
    DIRECTORY("is a directory"),
    NO_FILE("is neither a file nor a directory; pipes, sockets and devices are never opened"),
    LINK("is a symbolic link, and --symlinks deny follows no links"),
    LINK_OUT("is a symbolic link out of the root, which requires --symlinks follow"),
    LINK_HIDDEN("is a symbolic link to a name that begins with a dot, which requires --hidden"),
    LINK_DANGLING("is a broken or circular symbolic link"),
    DENIED("is not readable by this process"),
    HIDDEN("begins with a dot, and --hidden is off; only /.well-known/ is served nevertheless"),
    INVALID("cannot be the name of a file: it is too long, or not UTF-8"),
    OUTDATED("exists, but is older than its original");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /// Returns whether the name is a link that is not followed, which may lead to a file.
    boolean isLink() {
      return this == LINK || this == LINK_OUT || this == LINK_HIDDEN;
    }
  }

  /// Returns a name if there is no file, and otherwise nothing.
  ///
  /// @param tried the results of lookups; the last one is that of the name
  static List<Path> noFile(List<NotServed> tried, Path name) {
    return tried.getLast().reason().isLink() ? List.of() : List.of(name);
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
