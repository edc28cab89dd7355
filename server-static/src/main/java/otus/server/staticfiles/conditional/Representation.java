package otus.server.staticfiles.conditional;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.Validators;

/// The state of a file that conditions and ranges are applied to (RFC 9110 §8.8). Immutable.
///
/// @param size in bytes
/// @param tag the entity tag
/// @param lastModified in whole seconds, not later than the lookup; null if the time of the file is
///     not meaningful
/// @param stable whether the date is a strong validator
/// @param encoded whether the bytes are in a content coding
/// @param alone whether the file has no variants with the same date
public record Representation(
    long size,
    EntityTag tag,
    @Nullable Instant lastModified,
    boolean stable,
    boolean encoded,
    boolean alone) {

  /// @param coding content coding of the bytes, or null
  /// @param alone whether the file has no variants and is not one itself
  /// @param now time of the lookup
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
        coding == null ? tag : tag.withSuffix('-' + coding.token),
        validators.dated() ? modified.truncatedTo(ChronoUnit.SECONDS) : null,
        facts.isStableAt(now) && !facts.modified().isAfter(now),
        coding != null,
        alone);
  }
}
