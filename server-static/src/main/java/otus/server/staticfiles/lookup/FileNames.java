package otus.server.staticfiles.lookup;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// Converts path segments to file names, or rejects them. Pure: it makes no system call, so it may
/// run on an event loop.
///
/// @param fileSystem the file system of the names
/// @param hidden whether names that begin with a dot are served
public record FileNames(FileSystem fileSystem, boolean hidden) {
  /// Maximum octets of a name on common file systems.
  static final int MAX_LENGTH = 255;

  /// The names for a path.
  public sealed interface Result {

    /// @param names one name per segment
    record Valid(List<Path> names) implements Result {}

    /// @param result the segment that is not a valid file name or is hidden
    record Rejected(LookupResult result) implements Result {}
  }

  /// Returns the names for a path.
  public Result of(UrlPath path) {
    List<String> segments = path.segments();
    List<Path> names = new ArrayList<>(segments.size() + 1);
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (!isVisible(segment, i)) {
        return rejected(segment, NotServed.Reason.HIDDEN);
      }
      Path name = name(segment);
      if (name == null) {
        String encoded = new UrlPath(List.of(segment), false).encoded().substring(1);
        return rejected(encoded, NotServed.Reason.INVALID);
      }
      names.add(name);
    }
    return new Result.Valid(names);
  }

  private static Result rejected(String name, NotServed.Reason reason) {
    return new Result.Rejected(
        new LookupResult.Missing(List.of(new NotServed(name, reason, null))));
  }

  /// Returns the name of one segment, or null if it is not a valid file name or is hidden.
  ///
  /// @param depth number of segments before it
  public @Nullable Path of(String segment, int depth) {
    return isVisible(segment, depth) ? name(segment) : null;
  }

  // RFC 8615 §3: `/.well-known/` is where clients look for metadata, so it is no secret.
  private boolean isVisible(String segment, int depth) {
    return hidden || isPublic(segment, depth);
  }

  /// Returns whether a name is served even without the option `hidden`.
  static boolean isPublic(String name, int depth) {
    return name.charAt(0) != '.' || (depth == 0 && name.equals(".well-known"));
  }

  private @Nullable Path name(String segment) {
    if (segment.contains(fileSystem.getSeparator())
        || segment.getBytes(StandardCharsets.UTF_8).length > MAX_LENGTH) {
      return null;
    }
    try {
      Path name = fileSystem.getPath(segment);
      // Some file systems change a name, such as zipfs a backslash; then the URL is not that of a
      // file.
      boolean single = name.getNameCount() == 1 && !name.isAbsolute() && name.getRoot() == null;
      return single && name.toString().equals(segment) ? name : null;
    } catch (InvalidPathException e) {
      // The locale's encoding cannot express these characters, so no file on this system has such a
      // name; or the segment is not UTF-8 (see UrlPath).
      return null;
    }
  }
}
