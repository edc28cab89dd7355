package otus.server.staticfiles;

import org.jspecify.annotations.Nullable;

/// What responses say of a file besides its state. Immutable.
///
/// @param mediaType the value of `Content-Type`
/// @param coding how the bytes are encoded, or null if they are as the media type says
/// @param cacheControl the value of `Cache-Control`, or null for none
record Label(String mediaType, @Nullable Coding coding, @Nullable String cacheControl) {

  /// Of a file that is what its name says.
  static Label of(String name) {
    return new Label(MediaTypes.of(name), null, null);
  }
}
