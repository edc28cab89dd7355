package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A content coding (RFC 9110 §8.4.1) of precompressed files, in order of preference.
public enum ContentCoding {
  /// RFC 7932.
  BR("br", ".br"),
  /// RFC 8878; RFC 9659 bounds its window.
  ZSTD("zstd", ".zst"),
  /// RFC 1952.
  GZIP("gzip", ".gz");

  /// Name of the coding in headers.
  public final String token;

  /// Suffix of the names of such files.
  public final String suffix;

  ContentCoding(String token, String suffix) {
    this.token = token;
    this.suffix = suffix;
  }

  /// Returns the coding with this token, or null if it is not supported.
  static @Nullable ContentCoding of(String token) {
    for (ContentCoding coding : values()) {
      if (coding.token.equals(token)) {
        return coding;
      }
    }
    return null;
  }

  /// Returns the name of the precompressed file for a file name.
  public Path beside(Path name) {
    return name.getFileSystem().getPath(name + suffix);
  }
}
