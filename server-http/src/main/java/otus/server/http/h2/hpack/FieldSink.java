package otus.server.http.h2.hpack;

/// Receives the fields of a block. Called by [HpackDecoder].
public interface FieldSink {

  /// Receives a field.
  ///
  /// @return whether the following fields are decoded, too; if not, the decoder cannot be used for
  ///     other blocks
  boolean accept(Field field);
}
