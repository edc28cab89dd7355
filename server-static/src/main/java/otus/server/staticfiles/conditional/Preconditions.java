package otus.server.staticfiles.conditional;

import java.time.Instant;
import otus.server.api.Headers;
import otus.server.api.HttpDate;
import otus.server.api.fields.EntityTag;
import otus.server.api.fields.EntityTagList;

/// The conditions of a `GET` or `HEAD` (RFC 9110 §13). Pure.
///
/// @param headers the headers of the request
/// @param current the representation that would be sent
/// @param now reference time for two-digit years
public record Preconditions(Headers headers, Representation current, Instant now) {

  /// Result of one condition.
  enum Verdict {
    /// The header is missing.
    ABSENT,
    /// The header has to be ignored.
    IGNORED,
    /// The condition holds.
    TRUE,
    /// The condition does not hold.
    FALSE
  }

  /// Result of all conditions.
  public enum Outcome {
    /// Perform the method.
    PROCEED,
    /// 304.
    NOT_MODIFIED,
    /// 412.
    FAILED
  }

  /// Returns whether the request has a `Range` or conditional header, so that the response may
  /// differ from a plain 200.
  public static boolean matter(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      boolean matters =
          switch (name.length()) {
            case 5 -> name.equalsIgnoreCase("Range");
            case 8 -> name.equalsIgnoreCase("If-Range") || name.equalsIgnoreCase("If-Match");
            case 13 -> name.equalsIgnoreCase("If-None-Match");
            case 17 -> name.equalsIgnoreCase("If-Modified-Since");
            case 19 -> name.equalsIgnoreCase("If-Unmodified-Since");
            default -> false;
          };
      if (matters) {
        return true;
      }
    }
    return false;
  }

  /// Evaluates the conditions.
  public Outcome outcome() {
    return reason().outcome;
  }

  /// Evaluates the conditions by RFC 9110 §13.2.2, steps 1 to 4; step 5 is [#ifRange].
  Reason reason() {
    // Step 1: If-Match. Step 2: If-Unmodified-Since, when If-Match is not present.
    Verdict match = ifMatch();
    if (match == Verdict.FALSE) {
      return Reason.NO_MATCH;
    }
    if (match == Verdict.ABSENT && modifiedAfter("If-Unmodified-Since") == Verdict.TRUE) {
      return Reason.MODIFIED_SINCE;
    }
    // Step 3: If-None-Match. Step 4: If-Modified-Since, when If-None-Match is not present.
    return switch (ifNoneMatch()) {
      case TRUE -> Reason.OTHER_TAG;
      case FALSE -> Reason.SAME_TAG;
      case ABSENT, IGNORED ->
          switch (modifiedAfter("If-Modified-Since")) {
            case TRUE -> Reason.MODIFIED;
            case FALSE -> Reason.UNMODIFIED;
            case IGNORED -> Reason.NO_DATE;
            case ABSENT -> Reason.NONE;
          };
    };
  }

  /// RFC 9110 §13.2.2 step 5: returns whether `If-Range` matches; if it does not, `Range` does not
  /// apply.
  Verdict ifRange() {
    String value = headers.combined("If-Range");
    if (value == null) {
      return Verdict.ABSENT;
    }
    EntityTag tag = EntityTag.parse(value);
    if (tag != null) {
      // RFC 9110 §13.1.5: a single tag, compared strongly.
      return verdict(tag.matchesStrongly(current.tag()));
    }
    // RFC 9110 §13.1.5: false for a date that is not a strong validator; otherwise an exact match.
    Instant date = HttpDate.parse(value, now);
    return verdict(date != null && isDateStrong() && date.equals(current.lastModified()));
  }

  /// RFC 9110 §8.8.2.2: variants that share a date cannot be told apart by it.
  ///
  /// Nor can two states within one second, of which the client may have the earlier. Clients take
  /// care of that: a client may use a date only if the `Date` of its copy is at least a second
  /// later, and by then the earlier state was gone.
  private boolean isDateStrong() {
    return current.stable() && current.alone();
  }

  private Verdict ifMatch() {
    String value = headers.combined("If-Match");
    if (value == null) {
      return Verdict.ABSENT;
    }
    // RFC 9110 §13.1.1: `*` is true if there is a representation, a list by strong comparison.
    return verdict(EntityTagList.parse(value).matchesStrongly(current.tag()));
  }

  private Verdict ifNoneMatch() {
    String value = headers.combined("If-None-Match");
    if (value == null) {
      return Verdict.ABSENT;
    }
    // RFC 9110 §13.1.2: `*` is false if there is a representation, a list by weak comparison.
    return verdict(!EntityTagList.parse(value).matchesWeakly(current.tag()));
  }

  /// RFC 9110 §13.1.3, §13.1.4: ignored if the date is invalid, or the file has no date.
  private Verdict modifiedAfter(String name) {
    String value = headers.combined(name);
    if (value == null) {
      return Verdict.ABSENT;
    }
    Instant date = HttpDate.parse(value, now);
    Instant modified = current.lastModified();
    return date == null || modified == null ? Verdict.IGNORED : verdict(modified.isAfter(date));
  }

  private static Verdict verdict(boolean holds) {
    return holds ? Verdict.TRUE : Verdict.FALSE;
  }
}
