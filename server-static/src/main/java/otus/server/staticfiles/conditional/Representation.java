package otus.server.staticfiles.conditional;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.version.EntityTag;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.Validators;

/// What conditions and ranges are measured against (RFC 9110 §8.8): one state of one file.
/// Immutable.
///
/// @param size in bytes
/// @param tag the entity tag
/// @param lastModified to the second, and never after the moment it was looked at; null if the time
///     of the file means nothing
/// @param stable whether the date is a strong validator
/// @param encoded whether the bytes are in a content coding
/// @param alone whether the file has no other form, with which it would share the date
public record Representation(
    long size,
    EntityTag tag,
    @Nullable Instant lastModified,
    boolean stable,
    boolean encoded,
    boolean alone) {

  /// @param coding how the bytes are encoded, or null
  /// @param alone whether the file has no encoded forms, and is none
  public static Representation of(
      FileFacts facts,
      Validators validators,
      @Nullable ContentCoding coding,
      boolean alone,
      Instant now) {
    EntityTag tag = validators.tag();
    // RFC 9110 §8.8.2.1: a time later than the message's is replaced by the message's.
    Instant modified = facts.modified().isAfter(now) ? now : facts.modified();
    return new Representation(
        facts.size(),
        coding == null ? tag : tag.of(coding),
        validators.dated() ? modified.truncatedTo(ChronoUnit.SECONDS) : null,
        facts.isStableAt(now) && !facts.modified().isAfter(now),
        coding != null,
        alone);
  }
}
