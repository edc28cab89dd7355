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
    return switch (conditions.outcome()) {
      case FAILED -> new Decision.PreconditionFailed();
      case NOT_MODIFIED -> new Decision.NotModified();
      // RFC 9110 §14.2: Range is defined for GET alone; a method without it MUST ignore it.
      case PROCEED ->
          method.equals(Method.GET) && conditions.rangeApplies()
              ? ranged(headers, current)
              : new Decision.Whole();
    };
  }

  private static Decision ranged(Headers headers, Representation current) {
    return switch (ByteRanges.parse(headers.combined("Range"), current.size())) {
      case ByteRanges.None none -> new Decision.Whole();
      case ByteRanges.One(ByteRange range) -> new Decision.Part(range);
      // With Content-Encoding, multipart/byteranges would read as if the parts were encoded
      // together, so several ranges of an encoded file are ignored (as RFC 9110 §14.2 allows).
      case ByteRanges.Many(var ranges) ->
          current.encoded() ? new Decision.Whole() : new Decision.Parts(ranges);
      case ByteRanges.Unsatisfiable none -> new Decision.RangeNotSatisfiable();
    };
  }
}
