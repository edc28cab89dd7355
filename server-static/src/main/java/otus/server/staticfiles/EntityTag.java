package otus.server.staticfiles;

/// An entity tag (RFC 9110 §8.8.3). Immutable.
///
/// @param opaque what stands between the quotes
/// @param weak whether it is marked with `W/`
record EntityTag(String opaque, boolean weak) {

  /// The tag of a file: size and modification time in nanoseconds. Not which file it is: servers
  /// behind one load balancer give equal files equal tags.
  ///
  /// RFC 9110 §8.8.1: a strong validator changes whenever the bytes do. While a change could still
  /// happen within the same tick of the clock (see [FileFacts#settledAt]) that cannot be promised,
  /// so until then the tag is weak. It is also spelled differently then: what a client keeps under
  /// it is fetched once more afterwards, and not taken for the settled state by weak comparison.
  static EntityTag of(FileFacts facts, boolean settled) {
    String opaque =
        Long.toHexString(facts.size())
            + '-'
            + Long.toHexString(facts.modified().getEpochSecond())
            + '.'
            + Integer.toHexString(facts.modified().getNano());
    return settled ? new EntityTag(opaque, false) : new EntityTag(opaque + '~', true);
  }

  /// The tag of a form of that coding (RFC 9110 §8.8.3.3): forms differ in their strong tags,
  /// though their sizes and times may be the same.
  EntityTag of(Coding coding) {
    return new EntityTag(opaque + '-' + coding.token, weak);
  }

  /// RFC 9110 §8.8.3.2: strong comparison: both are strong and the same.
  boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /// RFC 9110 §8.8.3.2: weak comparison: the same but for the mark.
  boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /// As a field value.
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }
}
