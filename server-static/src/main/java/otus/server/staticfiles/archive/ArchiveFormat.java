package otus.server.staticfiles.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A format of archives; the option `archive`. Immutable.
public enum ArchiveFormat {
  /// POSIX tar (pax) in gzip; keeps whether a file is executable.
  TAR_GZ("tar.gz", "application/gzip"),
  /// ZIP, with ZIP64 where it is needed.
  ZIP("zip", "application/zip");

  /// Its name in a query, and the extension of its files.
  public final String word;

  final String mediaType;

  ArchiveFormat(String word, String mediaType) {
    this.word = word;
    this.mediaType = mediaType;
  }

  /// Returns the formats for a value of the option.
  public static List<ArchiveFormat> of(String word) {
    return switch (word) {
      case "off" -> List.of();
      case "on" -> List.of(values());
      case "zip" -> List.of(ZIP);
      default -> List.of(TAR_GZ);
    };
  }

  /// Returns the format of this name, or null.
  static @Nullable ArchiveFormat named(List<ArchiveFormat> formats, @Nullable String word) {
    for (ArchiveFormat format : formats) {
      if (format.word.equals(word)) {
        return format;
      }
    }
    return null;
  }
}
