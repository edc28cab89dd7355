package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A content coding (RFC 9110 §8.4.1) in which a file may lie ready beside itself, the one that is
/// preferred first.
public enum ContentCoding {
  /// RFC 7932.
  BR("br", ".br"),
  /// RFC 8878; RFC 9659 bounds its window.
  ZSTD("zstd", ".zst"),
  /// RFC 1952.
  GZIP("gzip", ".gz");

  /// How fields name it.
  public final String token;

  /// What the names of such files end with.
  public final String suffix;

  ContentCoding(String token, String suffix) {
    this.token = token;
    this.suffix = suffix;
  }

  /// The coding that fields name so, or null if it is none of these.
  static @Nullable ContentCoding of(String token) {
    for (ContentCoding coding : values()) {
      if (coding.token.equals(token)) {
        return coding;
      }
    }
    return null;
  }

  /// The name of the encoded form of a file of that name.
  public Path beside(Path name) {
    return name.getFileSystem().getPath(name + suffix);
  }
}
