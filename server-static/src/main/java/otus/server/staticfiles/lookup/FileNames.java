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

  /// Returns one name per segment, or null if a segment is not a valid file name or is hidden.
  public @Nullable List<Path> of(UrlPath path) {
    List<String> segments = path.segments();
    List<Path> names = new ArrayList<>(segments.size() + 1);
    for (int i = 0; i < segments.size(); i++) {
      Path name = of(segments.get(i), i);
      if (name == null) {
        return null;
      }
      names.add(name);
    }
    return names;
  }

  /// Returns the name of one segment, or null if it is not a valid file name or is hidden.
  ///
  /// @param depth number of segments before it
  public @Nullable Path of(String segment, int depth) {
    return isVisible(segment, depth) ? name(segment) : null;
  }

  /// Returns the reason for the operator why a path has no names.
  public String whyNone(UrlPath path) {
    List<String> segments = path.segments();
    for (int i = 0; i < segments.size(); i++) {
      if (!isVisible(segments.get(i), i)) {
        return segments.get(i)
            + " begins with a dot: such names are not served, but for /.well-known/ (--hidden)";
      }
      if (name(segments.get(i)) == null) {
        return new UrlPath(List.of(segments.get(i)), false).encoded().substring(1)
            + " cannot be the name of a file: it is too long, or not UTF-8";
      }
    }
    return "the path is one of names";
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
      return name.getNameCount() == 1 && !name.isAbsolute() ? name : null;
    } catch (InvalidPathException e) {
      // The locale's encoding cannot express these characters, so no file on this system has such a
      // name; or the segment is not UTF-8 (see UrlPath).
      return null;
    }
  }
}
