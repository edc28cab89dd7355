package otus.server.staticfiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Media types by file name extension, from a table that is part of the module. Any thread; read
/// once.
final class MediaTypes {

  /// RFC 9110 §8.3: what is not known may be sent as this.
  static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> BY_EXTENSION = load();

  private MediaTypes() {}

  /// The media type of a file of that name, without parameters.
  static String of(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return extension.length() == name.length()
        ? UNKNOWN
        : BY_EXTENSION.getOrDefault(extension.toLowerCase(Locale.ROOT), UNKNOWN);
  }

  /// Whether what is of this type is compressed as it is, so that nobody encodes it once more.
  static boolean isCompressed(String type) {
    return switch (type) {
      case "image/svg+xml", "image/bmp", "image/vnd.microsoft.icon" -> false;
      case "font/woff", "font/woff2", "application/zip", "application/gzip", "application/zstd" ->
          true;
      default ->
          type.startsWith("image/") || type.startsWith("video/") || type.startsWith("audio/");
    };
  }

  /// How many extensions are known.
  static int count() {
    return BY_EXTENSION.size();
  }

  private static Map<String, String> load() {
    Map<String, String> types = HashMap.newHashMap(1024);
    for (String line : table().split("\n")) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] words = line.split(" ");
      for (int i = 1; i < words.length; i++) {
        if (types.put(words[i], words[0]) != null) {
          throw new IllegalStateException("twice in the table of media types: " + words[i]);
        }
      }
    }
    return Map.copyOf(types);
  }

  private static String table() {
    try (InputStream in = MediaTypes.class.getResourceAsStream("media-types.txt")) {
      if (in == null) {
        throw new IllegalStateException("the table of media types is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
