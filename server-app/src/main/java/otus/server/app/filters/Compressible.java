package otus.server.app.filters;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which media types become much shorter by compression: texts, and what is written like texts.
/// Pure.
final class Compressible {
  private Compressible() {}

  /// Whether content of that `Content-Type` does.
  static boolean is(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int semicolon = contentType.indexOf(';');
    String type =
        (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
            .strip()
            .toLowerCase(Locale.ROOT);
    return switch (type) {
      // Its parts have to arrive one by one.
      case "text/event-stream" -> false;
      case "application/javascript",
          "application/json",
          "application/json5",
          "application/jsonl",
          "application/graphql",
          "application/rtf",
          "application/sql",
          "application/vnd.ms-fontobject",
          "application/wasm",
          "application/x-javascript",
          "application/x-ndjson",
          "application/x-sh",
          "application/xml",
          "application/xml-dtd",
          "application/yaml",
          "font/otf",
          "font/ttf",
          "image/bmp",
          "image/vnd.microsoft.icon",
          "image/x-icon",
          "model/gltf+json" ->
          true;
      default ->
          type.startsWith("text/")
              || (type.startsWith("application/") || type.startsWith("image/"))
                  && (type.endsWith("+json") || type.endsWith("+xml"));
    };
  }
}
