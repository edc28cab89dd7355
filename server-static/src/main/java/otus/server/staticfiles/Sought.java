package otus.server.staticfiles;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One look for a file. Immutable.
///
/// @param names where, one name each, at least one
/// @param asked the last name as it was asked for, which decides the media type; a link's own name,
///     not its target's
/// @param known the state of the file that need not be opened again, if there is one
/// @param now a moment before the look
record Sought(List<Path> names, String asked, @Nullable FileFacts known, Instant now) {

  /// Takes a copy of the list.
  Sought {
    names = List.copyOf(names);
  }

  static Sought of(List<Path> names, @Nullable FileFacts known, Instant now) {
    return new Sought(names, names.getLast().toString(), known, now);
  }

  /// The same file by other names.
  Sought under(List<Path> real) {
    return new Sought(real, asked, known, now);
  }

  List<Path> folders() {
    return names.subList(0, names.size() - 1);
  }

  Path last() {
    return names.getLast();
  }
}
