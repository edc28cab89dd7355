package otus.server.staticfiles.version;

import otus.server.api.fields.EntityTag;

/// The basis of an entity tag, as reported to the operator.
public enum TagBasis {
  CONTENT("the content of "),
  SAMPLES("size, time and samples of the content of "),
  CHECKSUM("size and time of, and the checksum in the archive for, "),
  FACTS("weak, because other content may have the same tag: size and times of ");

  /// Text that precedes the name of the file.
  public final String words;

  TagBasis(String words) {
    this.words = words;
  }

  /// Returns the basis of a tag that [EntityTags] has made for an open file.
  ///
  /// @param size of the file, in bytes
  public static TagBasis of(EntityTag tag, long size) {
    if (tag.weak()) {
      return FACTS;
    }
    return EntityTags.isWhole(size) ? CONTENT : SAMPLES;
  }
}
