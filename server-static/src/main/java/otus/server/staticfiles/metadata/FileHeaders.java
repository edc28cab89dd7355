package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What responses say of a file besides its state. Immutable.
///
/// @param mediaType the value of `Content-Type`
/// @param coding how the bytes are encoded, or null if they are as the media type says
/// @param variant whether `Accept-Encoding` chose these bytes, as an encoded form of another file;
///     false for a file that is stored encoded and has no other form, such as `.svgz`
/// @param cacheControl the value of `Cache-Control`, or null for none
public record FileHeaders(
    String mediaType,
    @Nullable ContentCoding coding,
    boolean variant,
    @Nullable String cacheControl) {

  /// Of a file that is what its name says.
  public static FileHeaders of(String name) {
    FileType type = MediaTypes.STANDARD.of(List.of(Path.of(name)));
    return new FileHeaders(type.mediaType(), type.coding(), false, null);
  }
}
