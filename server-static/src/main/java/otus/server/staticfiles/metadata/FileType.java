package otus.server.staticfiles.metadata;

import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.fields.Compressibility;

/// Media type and content coding of a file, as its name implies. Immutable.
///
/// @param mediaType the value of `Content-Type` (RFC 9110 §8.3.1), possibly with parameters
/// @param coding the content coding in which the file is stored, or null for none
/// @param reason the reason for the operator why a file has this type
public record FileType(String mediaType, @Nullable ContentCoding coding, String reason) {

  /// RFC 9110 §8.3: content of an unknown type may be sent with this type.
  static final FileType UNKNOWN =
      new FileType("application/octet-stream", null, "no type is known for this name");

  /// The type of a text whose name has no type.
  static final FileType TEXT =
      new FileType(
          "text/plain", null, "no type is known for this name, but all of the content is text");

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /// Parses a line of the table, such as `image/svg+xml;gzip`; these have no parameters.
  static FileType ofTable(String text, String reason) {
    int semicolon = text.indexOf(';');
    return semicolon < 0
        ? new FileType(text, null, reason)
        : new FileType(
            text.substring(0, semicolon), ContentCoding.of(text.substring(semicolon + 1)), reason);
  }

  /// Parses `TYPE[;NAME=VALUE]...[;CODING]`.
  ///
  /// @throws IllegalArgumentException if the text is invalid; the message is one line
  static FileType of(String text, String reason) {
    String[] parts = text.split(";", -1);
    StringBuilder type = new StringBuilder(parts[0].strip());
    boolean valid = parts[0].strip().matches(TOKEN + "/" + TOKEN);
    ContentCoding coding = null;
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (i == parts.length - 1 && part.indexOf('=') < 0) {
        coding = ContentCoding.of(part);
        valid &= coding != null;
      } else {
        valid &= part.matches(TOKEN + "=(?:" + TOKEN + "|\"[^\"\\\\]*\")");
        type.append("; ").append(part);
      }
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "a type must be like text/plain, text/plain;charset=utf-8 or image/svg+xml;gzip"
              + " (the encodings are br, zstd and gzip), not '"
              + text
              + "'");
    }
    var _ = Headers.of("Content-Type", type.toString());
    return new FileType(type.toString(), coding, reason);
  }

  /// Returns whether this is a text type without a charset. JSON has no such parameter (RFC 8259
  /// §11), and XML names its encoding itself.
  boolean lacksCharset() {
    return mediaType.startsWith("text/") && !mediaType.contains("charset=");
  }

  /// Returns whether files of this type can declare their encoding, so that another one in the
  /// header would be wrong.
  boolean mayDeclareEncoding() {
    return mediaType.startsWith("text/html")
        || mediaType.startsWith("text/xml")
        || mediaType.contains("+xml");
  }

  /// Returns this type with a charset.
  ///
  /// @param why the end of the reason
  FileType withCharset(String charset, String why) {
    String type = mediaType.concat("; charset=").concat(charset);
    // The cache may hold many files of few types.
    return new FileType(type.intern(), coding, reason.concat(why).intern());
  }

  /// Returns this type with a longer reason.
  FileType because(String why) {
    return new FileType(mediaType, coding, reason.concat(why).intern());
  }

  /// Returns whether the bytes are compressed already, so that a content coding would save nothing.
  public boolean isCompressed() {
    return coding != null || Compressibility.of(mediaType) == Compressibility.COMPRESSED;
  }
}
