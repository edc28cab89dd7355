package otus.server.staticfiles.conditional;

import java.time.Instant;
import otus.server.api.Headers;
import otus.server.api.Method;

/// Decides on the response from the request and the state of the file alone. Pure.
public final class ConditionalRequest {

  private ConditionalRequest() {}

  /// Returns the decision for a `GET` or `HEAD`.
  public static Decision decide(
      Method method, Headers headers, Representation current, Instant now) {
    Preconditions conditions = new Preconditions(headers, current, now);
    Reason reason = conditions.reason();
    return switch (reason.outcome) {
      case FAILED -> new Decision.PreconditionFailed(reason);
      case NOT_MODIFIED -> new Decision.NotModified(reason);
      // RFC 9110 §14.2: Range is defined for GET alone; a method without it MUST ignore it.
      case PROCEED ->
          method.equals(Method.GET) && headers.has("Range")
              ? ranged(headers, current, reason, conditions.ifRange())
              : new Decision.Whole(reason, Reason.NONE);
    };
  }

  private static Decision ranged(
      Headers headers, Representation current, Reason condition, Preconditions.Verdict ifRange) {
    if (ifRange == Preconditions.Verdict.FALSE) {
      return new Decision.Whole(condition, Reason.IF_RANGE_DIFFERS);
    }
    Reason why = ifRange == Preconditions.Verdict.TRUE ? Reason.IF_RANGE_MATCHES : Reason.RANGE;
    return switch (ByteRanges.parse(headers.combined("Range"), current.size())) {
      case ByteRanges.None(Reason reason) -> new Decision.Whole(condition, reason);
      case ByteRanges.One(ByteRange range) -> new Decision.Part(range, why);
      // With Content-Encoding, multipart/byteranges would read as if the parts were encoded
      // together, so several ranges of an encoded file are ignored (as RFC 9110 §14.2 allows).
      case ByteRanges.Many(var ranges) ->
          current.encoded()
              ? new Decision.Whole(condition, Reason.PARTS_OF_ENCODED)
              : new Decision.Parts(ranges, why);
      case ByteRanges.Unsatisfiable none -> new Decision.RangeNotSatisfiable(Reason.NO_BYTE);
    };
  }
}
