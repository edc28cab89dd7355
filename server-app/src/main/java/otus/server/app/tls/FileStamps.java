package otus.server.app.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// The attributes of files that show whether one has changed: size, modification time, and the
/// number of the file, which changes if it is replaced or a link leads elsewhere. Immutable.
///
/// @param all one text for each file
record FileStamps(List<String> all) {

  /// Reads the attributes.
  static FileStamps of(List<Path> files) {
    return new FileStamps(files.stream().map(FileStamps::stamp).toList());
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      return facts.size() + " " + facts.lastModifiedTime() + " " + facts.fileKey();
    } catch (IOException e) {
      return "missing";
    }
  }
}
