package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The headers of a file that do not depend on its state. Immutable.
///
/// @param mediaType the value of `Content-Type`
/// @param coding the content coding of the bytes, or null if they are as the media type says
/// @param variant whether these bytes are a variant of another file, chosen by `Accept-Encoding`;
///     false for a file that is stored encoded and has no variants, such as `.svgz`
/// @param cacheRule the rule that gives `Cache-Control`
/// @param typeReason the reason for the operator why the file has this media type
public record FileHeaders(
    String mediaType,
    @Nullable ContentCoding coding,
    boolean variant,
    CacheRule cacheRule,
    String typeReason) {

  /// Returns the headers of a precompressed variant of this file: its type is that of the original,
  /// with the charset.
  public FileHeaders ofVariant(ContentCoding variantCoding) {
    return new FileHeaders(mediaType, variantCoding, true, cacheRule, typeReason);
  }

  /// Returns the headers of a file by its name, without any rules.
  public static FileHeaders of(String name) {
    FileType type = MediaTypes.STANDARD.of(List.of(Path.of(name)));
    return new FileHeaders(type.mediaType(), type.coding(), false, CacheRule.NONE, type.reason());
  }
}
