package otus.server.app.filters.compress;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.fields.HeaderList;

/// Which content becomes much shorter by compression, and may be compressed: texts, and what is
/// written like texts, unless a field says otherwise. Pure.
final class Compressible {
  private static final String PARTS = "multipart/byteranges";

  private Compressible() {}

  /// Whether the response with these fields has such content.
  ///
  /// @param part whether it has a part of the content, or several
  static boolean has(Headers headers, boolean part) {
    String type = headers.first("Content-Type");
    // RFC 9110 §15.3.7: a part need not say what the whole is, several are multipart, and both
    // have the `Vary` that a 200 would have.
    boolean unknown =
        part && (type == null || type.regionMatches(true, 0, PARTS, 0, PARTS.length()));
    return (unknown || is(type))
        && !headers.has("Content-Encoding")
        // RFC 9530: digests of the bytes as they are.
        && !headers.has("Content-Digest")
        && !headers.has("Repr-Digest")
        && mayTransform(headers);
  }

  /// Whether nobody has said no (RFC 9111 §5.2.2.6).
  static boolean mayTransform(Headers headers) {
    String control = headers.combined("Cache-Control");
    return control == null || !HeaderList.contains(control, "no-transform");
  }

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
          "application/ecmascript",
          "application/json5",
          "application/jsonl",
          "application/graphql",
          "application/mbox",
          "application/n-quads",
          "application/n-triples",
          "application/postscript",
          "application/rtf",
          "application/sparql-query",
          "application/sql",
          "application/toml",
          "application/trig",
          "application/vnd.apple.mpegurl",
          "application/vnd.ms-fontobject",
          "application/wasm",
          "application/x-javascript",
          "application/x-ndjson",
          "application/x-ns-proxy-autoconfig",
          "application/x-sh",
          "application/x-subrip",
          "application/x-tex",
          "application/xml",
          "application/xml-dtd",
          "application/yaml",
          "font/otf",
          "font/ttf",
          "image/bmp",
          "image/vnd.microsoft.icon",
          "image/x-icon",
          "message/rfc822",
          "model/gltf-binary",
          "model/mtl",
          "model/obj",
          "model/stl",
          "model/vnd.usda",
          "model/vrml",
          "model/x3d-vrml" ->
          true;
      default ->
          type.startsWith("text/")
              // RFC 6839, RFC 9512: structured syntax suffixes
              || type.endsWith("+json")
              || type.endsWith("+xml")
              || type.endsWith("+yaml");
    };
  }
}
