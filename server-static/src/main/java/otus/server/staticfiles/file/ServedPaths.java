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

/// The paths under which a file is asked for by name, so that filters for them are asked whatever
/// path led to it. Immutable.
///
/// For a file `x.html.gz` that of `x.html` is among them, for it may be made from that: who may not
/// have the one shall not have the other.
///
/// @param paths as of [Request#servedFrom], but for the one that was asked for, if that is its name
public record ServedPaths(List<UrlPath> paths) {

  /// None that is known.
  public static final ServedPaths NONE = new ServedPaths(List.of());

  /// Takes a copy.
  public ServedPaths {
    paths = List.copyOf(paths);
  }

  /// The paths of a file: by the names that were asked for, and by those without links.
  ///
  /// @param asked the names that were asked for, at least one
  /// @param real the names below the root without links
  /// @param named whether the path of the request is the names that were asked for
  public static ServedPaths of(List<Path> asked, List<Path> real, boolean named) {
    Set<UrlPath> paths = new LinkedHashSet<>();
    for (List<Path> names : List.of(asked, real)) {
      List<String> segments = segments(names);
      if (!named || !names.equals(asked)) {
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

  /// The name of the file from which one of that name may be made; null if it is no encoded form.
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

  /// The path of a folder.
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

  /// About how many characters the names in all paths have.
  long characters() {
    long characters = 0;
    for (UrlPath path : paths) {
      for (String segment : path.segments()) {
        characters += segment.length();
      }
    }
    return characters;
  }

  /// How many names there are in all paths.
  long names() {
    long names = 0;
    for (UrlPath path : paths) {
      names += path.segments().size();
    }
    return names;
  }

  /// Tells the filters before a request that its answer comes from here.
  public void reportTo(Request request) {
    for (UrlPath path : paths) {
      request.servedFrom(path);
    }
  }
}
