package otus.server.staticfiles.conditional;

/// Why a file or a part of it is sent or not, in words for the operator.
public enum Reason {
  NONE(""),
  OTHER_TAG("If-None-Match has another entity tag"),
  MODIFIED("the file was modified after If-Modified-Since"),
  NO_DATE("If-Modified-Since is ignored: it or the file has no valid date"),
  SAME_TAG(
      Preconditions.Outcome.NOT_MODIFIED, "If-None-Match has the entity tag of the file, or any"),
  UNMODIFIED(
      Preconditions.Outcome.NOT_MODIFIED, "the file was not modified after If-Modified-Since"),
  NO_MATCH(Preconditions.Outcome.FAILED, "If-Match does not have the entity tag of the file"),
  MODIFIED_SINCE(Preconditions.Outcome.FAILED, "the file was modified after If-Unmodified-Since"),

  RANGE("Range requests a part of the file"),
  IF_RANGE_MATCHES("Range requests a part of the file, and If-Range matches"),
  IF_RANGE_DIFFERS("Range is ignored: If-Range does not match"),
  INVALID_RANGE("Range is ignored: it is invalid"),
  TOO_MANY_PARTS("Range is ignored: it requests too many parts"),
  PARTS_TOO_LARGE("Range is ignored: the parts are larger than the whole file"),
  PARTS_OF_ENCODED("Range is ignored: it requests several parts of a compressed file"),
  TOO_FAR("Range is ignored: so much of a compressed entry cannot be skipped"),
  EMPTY_FILE("Range is ignored: the file is empty"),
  NO_BYTE("the file has no byte in the requested range");

  /// The outcome of the conditions.
  final Preconditions.Outcome outcome;

  public final String words;

  Reason(String words) {
    this(Preconditions.Outcome.PROCEED, words);
  }

  Reason(Preconditions.Outcome outcome, String words) {
    this.outcome = outcome;
    this.words = words;
  }
}
