package otus.server.staticfiles;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What conditions and ranges are measured against (RFC 9110 §8.8): one state of one file.
/// Immutable.
///
/// @param size in bytes
/// @param tag the entity tag
/// @param lastModified to the second, and never after the moment it was looked at
/// @param settled whether tag and date are strong validators
record Representation(long size, EntityTag tag, Instant lastModified, boolean settled) {

  static Representation of(FileFacts facts, Instant now) {
    boolean settled = facts.settledAt(now);
    // RFC 9110 §8.8.2.1: a time later than the message's is replaced by the message's.
    Instant modified = facts.modified().isAfter(now) ? now : facts.modified();
    return new Representation(
        facts.size(),
        EntityTag.of(facts, settled),
        modified.truncatedTo(ChronoUnit.SECONDS),
        settled);
  }
}
