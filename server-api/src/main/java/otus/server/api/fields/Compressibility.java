package otus.server.api.fields;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a content coding such as gzip makes content of a media type much shorter.
public enum Compressibility {
  /// Texts, and formats that are written like texts or are not compressed.
  COMPRESSES,

  /// A type that is not listed, or whose content may be either.
  UNKNOWN,

  /// Formats that are compressed already: most images, audio, video, archives.
  COMPRESSED;

  /// Returns the compressibility of a media type.
  ///
  /// @param contentType the value of `Content-Type`, possibly with parameters, or null for unknown
  /// @return the compressibility
  public static Compressibility of(@Nullable String contentType) {
    if (contentType == null) {
      return UNKNOWN;
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return ofType(type.strip().toLowerCase(Locale.ROOT));
  }

  private static Compressibility ofType(String type) {
    return switch (type) {
      case "application/ecmascript",
          "application/graphql",
          "application/javascript",
          "application/json",
          "application/json5",
          "application/jsonl",
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
          "audio/mpegurl",
          "audio/x-scpls",
          "font/otf",
          "font/ttf",
          "image/bmp",
          "image/vnd.dxf",
          "image/vnd.microsoft.icon",
          "image/x-icon",
          "image/x-portable-anymap",
          "image/x-portable-bitmap",
          "image/x-portable-graymap",
          "image/x-portable-pixmap",
          "image/x-xbitmap",
          "image/x-xpixmap",
          "message/rfc822",
          "model/gltf-binary",
          "model/mtl",
          "model/obj",
          "model/stl",
          "model/vnd.usda",
          "model/vrml",
          "model/x3d-vrml",
          "video/vnd.mpegurl" ->
          COMPRESSES;
      case "image/vnd.adobe.photoshop", "image/vnd.ms-dds" -> UNKNOWN;
      case "application/appx",
          "application/appxbundle",
          "application/gzip",
          "application/java-archive",
          "application/msix",
          "application/msixbundle",
          "application/vnd.android.package-archive",
          "application/vnd.apple.pkpass",
          "application/vnd.comicbook-rar",
          "application/vnd.debian.binary-package",
          "application/vnd.google-earth.kmz",
          "application/vnd.ms-cab-compressed",
          "application/vnd.rar",
          "application/x-7z-compressed",
          "application/x-bzip",
          "application/x-bzip2",
          "application/x-gtar-compressed",
          "application/x-lha",
          "application/x-lzh",
          "application/x-rpm",
          "application/x-xpinstall",
          "application/x-xz",
          "application/zip",
          "application/zstd",
          "font/woff",
          "font/woff2" ->
          COMPRESSED;
      default -> ofFamily(type);
    };
  }

  private static Compressibility ofFamily(String type) {
    // RFC 6839, RFC 9512: structured syntax suffixes
    if (type.startsWith("text/")
        || type.endsWith("+json")
        || type.endsWith("+xml")
        || type.endsWith("+yaml")) {
      return COMPRESSES;
    }
    boolean compressed =
        type.startsWith("image/")
            || type.startsWith("video/")
            || type.startsWith("audio/")
            || type.startsWith("application/vnd.openxmlformats-")
            || type.startsWith("application/vnd.oasis.opendocument.")
            || type.endsWith("+zip");
    return compressed ? COMPRESSED : UNKNOWN;
  }
}
