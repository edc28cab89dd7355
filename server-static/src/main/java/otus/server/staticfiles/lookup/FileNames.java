package otus.server.staticfiles.lookup;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// Turns path segments into file names, or refuses them. Pure: it never looks at the file system,
/// so it may run on an event loop.
///
/// @param fileSystem whose names they are
/// @param hidden whether names that begin with a dot are served
public record FileNames(FileSystem fileSystem, boolean hidden) {
  /// The most octets of a name that file systems take.
  static final int MAX_LENGTH = 255;

  /// The names of the segments, one each, or null if some segment is none or is not to be seen.
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

  /// The name of one segment, or null if it is none or is not to be seen.
  ///
  /// @param depth how many segments are before it
  public @Nullable Path of(String segment, int depth) {
    return isVisible(segment, depth) ? name(segment) : null;
  }

  /// Why a path has no names, for the operator.
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

  /// Whether a name is none of those that are hidden by default.
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
      // The locale's encoding has no such characters, so neither has any name on this system; or
      // the segment was sent in octets that are not UTF-8 (see UrlPath).
      return null;
    }
  }
}
