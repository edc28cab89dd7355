package otus.server.http.h1.codec;

import java.util.List;
import otus.server.api.Headers;
import otus.server.http.syntax.ContentLength;
import otus.server.http.syntax.Violation;

/// Determines the framing of a request body (RFC 9112 §6.3). Pure.
final class FramingRules {
  private FramingRules() {}

  /// A framing, or the rule that the headers break.
  sealed interface Result permits Framing, Refused {}

  /// Determines the framing by the steps of RFC 9112 §6.3. Steps 1 and 2 are about responses. Where
  /// the RFC allows leniency (step 3 "ought to be handled as an error", step 5 equal values), the
  /// request is refused, because a proxy before this server may have chosen differently.
  ///
  /// @param maxLength the maximum Content-Length in bytes
  static Result of(Headers headers, boolean http11, long maxLength) {
    if (!headers.has("Transfer-Encoding") && !headers.has("Content-Length")) {
      return Framing.None.NONE; // step 7, as for most requests
    }
    List<String> codings = headers.all("Transfer-Encoding");
    List<String> lengths = headers.all("Content-Length");
    if (!codings.isEmpty()) {
      // Step 3: both present. §6.1: in HTTP/1.0 the framing is faulty.
      if (!lengths.isEmpty() || !http11) {
        return new Refused(Violation.CONFLICTING_LENGTH);
      }
      return ofCodings(String.join(",", codings));
    }
    // Step 5: "without Transfer-Encoding and with an invalid Content-Length header field".
    if (lengths.size() > 1) {
      return new Refused(Violation.BAD_CONTENT_LENGTH);
    }
    return ofLength(lengths.getFirst(), maxLength); // step 6
  }

  /// Step 4: "If a Transfer-Encoding header field is present in a request and the chunked transfer
  /// coding is not the final encoding, … the server MUST respond with the 400". §7.1: "A sender
  /// MUST NOT apply the chunked transfer coding more than once". §6.1: "A server that receives a
  /// request message with a transfer coding it does not understand SHOULD respond with 501".
  private static Result ofCodings(String list) {
    String[] codings = list.split(",", -1);
    int last = codings.length - 1;
    for (int i = 0; i <= last; i++) {
      String name = codings[i].strip();
      if (name.isEmpty() || name.equalsIgnoreCase("chunked") != (i == last)) {
        return new Refused(Violation.BAD_TRANSFER_CODING);
      }
    }
    return last == 0 ? Framing.Chunked.CHUNKED : new Refused(Violation.UNKNOWN_TRANSFER_CODING);
  }

  private static Result ofLength(String value, long maxLength) {
    long length = ContentLength.parse(value, maxLength);
    if (length == ContentLength.INVALID) {
      return new Refused(Violation.BAD_CONTENT_LENGTH);
    }
    if (length == ContentLength.TOO_LARGE) {
      return new Refused(Violation.CONTENT_TOO_LARGE);
    }
    return length == 0 ? Framing.None.NONE : new Framing.Length(length);
  }
}
