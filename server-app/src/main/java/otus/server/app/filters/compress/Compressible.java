package otus.server.app.filters.compress;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.app.filters.CommaList;

/// Decides by header fields whether a response is worth compressing and may be compressed: text and
/// text-like formats, unless a field forbids it. Pure.
final class Compressible {
  private static final String PARTS = "multipart/byteranges";

  private Compressible() {}

  /// Returns whether a response with these fields may be compressed.
  ///
  /// @param part whether it is a partial response, of one range or several
  static boolean has(Headers headers, boolean part) {
    String type = headers.first("Content-Type");
    // RFC 9110 §15.3.7: a partial response need not have the type of the whole, one with several
    // ranges is multipart, and both have the `Vary` that a 200 would have.
    boolean unknown =
        part && (type == null || type.regionMatches(true, 0, PARTS, 0, PARTS.length()));
    return (unknown || is(type))
        && !headers.has("Content-Encoding")
        // RFC 9530: digests of the uncompressed bytes.
        && !headers.has("Content-Digest")
        && !headers.has("Repr-Digest")
        && mayTransform(headers);
  }

  /// Returns whether Cache-Control does not contain `no-transform` (RFC 9111 §5.2.2.6).
  static boolean mayTransform(Headers headers) {
    String control = headers.combined("Cache-Control");
    return control == null
        || CommaList.of(control).stream().noneMatch(word -> word.equalsIgnoreCase("no-transform"));
  }

  /// Returns whether content of that type is worth compressing.
  ///
  /// @param contentType value of `Content-Type`, or null
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
      // Each event has to reach the client at once.
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
