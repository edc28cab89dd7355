package otus.server.staticfiles.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import otus.server.api.Request;
import otus.server.api.UrlPath;
import otus.server.staticfiles.metadata.ContentCoding;

/// The URL paths of a file, so that filters for these paths apply whatever path led to the file.
/// Immutable.
///
/// The paths of `x.html.gz` include that of `x.html`, because the one may be made from the other: a
/// client without access to one must not get the other.
///
/// @param paths as defined by [Request#servedFrom], without the request path if that names the file
public record ServedPaths(List<UrlPath> paths) {

  /// No known paths.
  public static final ServedPaths NONE = new ServedPaths(List.of());

  /// Copies the list.
  public ServedPaths {
    paths = List.copyOf(paths);
  }

  /// Returns the paths of a file: by the requested names, and by those with links resolved.
  ///
  /// @param requested the requested names, at least one
  /// @param real the names below the root with links resolved
  /// @param named whether the request path consists of exactly the requested names
  public static ServedPaths of(List<Path> requested, List<Path> real, boolean named) {
    if (named && real.equals(requested) && original(requested.getLast().toString()) == null) {
      return NONE; // most files
    }
    Set<UrlPath> paths = new LinkedHashSet<>();
    for (List<Path> names : List.of(requested, real)) {
      List<String> segments = segments(names);
      if (!named || !names.equals(requested)) {
        paths.add(new UrlPath(segments, false));
      }
      String original = original(segments.removeLast());
      if (original != null) {
        segments.addLast(original);
        paths.add(new UrlPath(segments, false));
      }
    }
    return new ServedPaths(List.copyOf(paths));
  }

  /// Returns the name of the original of a precompressed file, or null if the name is not that of a
  /// precompressed file.
  private static @Nullable String original(String name) {
    for (ContentCoding coding : ContentCoding.values()) {
      if (name.endsWith(coding.suffix)) {
        String original = name.substring(0, name.length() - coding.suffix.length());
        boolean isName = !original.isEmpty() && !original.equals(".") && !original.equals("..");
        return isName ? original : null;
      }
    }
    return null;
  }

  /// Returns the path of a directory.
  public static ServedPaths ofDirectory(List<Path> names) {
    return new ServedPaths(List.of(new UrlPath(segments(names), true)));
  }

  private static List<String> segments(List<Path> names) {
    List<String> segments = new ArrayList<>(names.size());
    for (Path name : names) {
      segments.add(name.toString());
    }
    return segments;
  }

  /// Returns the number of characters in the names of all paths.
  long characters() {
    long characters = 0;
    for (UrlPath path : paths) {
      for (String segment : path.segments()) {
        characters += segment.length();
      }
    }
    return characters;
  }

  /// Returns the number of names in all paths.
  long names() {
    long names = 0;
    for (UrlPath path : paths) {
      names += path.segments().size();
    }
    return names;
  }

  /// Reports these paths to the filters of a request.
  public void reportTo(Request request) {
    for (int i = 0; i < paths.size(); i++) { // without an iterator: for each request
      request.servedFrom(paths.get(i));
    }
  }
}
