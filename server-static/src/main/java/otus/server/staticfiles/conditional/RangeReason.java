package otus.server.staticfiles.conditional;

/// Why a range is sent or not, in words for the operator.
public enum RangeReason {
  /// The request has no `Range`, or `Range` does not apply to its method.
  NONE(""),
  /// The request has `Range`.
  REQUESTED("Range requests a part of the file"),
  /// The request has `Range` and `If-Range`.
  CONDITION_TRUE("Range requests a part of the file, and If-Range matches"),
  /// `If-Range` does not match.
  CONDITION_FALSE("Range is ignored: If-Range does not match"),
  /// `Range` is not a list of byte ranges.
  INVALID("Range is ignored: it is invalid"),
  /// `Range` has more ranges than [ByteRanges#MAX].
  TOO_MANY("Range is ignored: it requests too many parts"),
  /// The parts would take more bytes than the whole file.
  TOO_LARGE("Range is ignored: the parts are larger than the whole file"),
  /// The file has no bytes.
  EMPTY("Range is ignored: the file is empty"),
  /// Several ranges of an encoded file.
  ENCODED("Range is ignored: it requests several parts of a compressed file"),
  /// All ranges lie behind the end of the file.
  UNSATISFIABLE("the file has no byte in the requested range");

  /// The reason, without the name of the file.
  public final String words;

  RangeReason(String words) {
    this.words = words;
  }
}
