package otus.server.staticfiles.conditional;

import java.util.List;

/// The response to a `GET` or `HEAD` for an existing file. Immutable.
public sealed interface Decision {

  /// Returns the condition or range that decides.
  Reason reason();

  /// 200 with the whole file.
  ///
  /// @param range why no range is sent
  record Whole(Reason reason, Reason range) implements Decision {
    /// The decision for a request without conditions and ranges.
    public static final Whole PLAIN = new Whole(Reason.NONE, Reason.NONE);
  }

  /// 206 with one range.
  ///
  /// @param range the bytes to send
  record Part(ByteRange range, Reason reason) implements Decision {}

  /// 206 with several ranges.
  ///
  /// @param ranges the bytes to send, in this order
  record Parts(List<ByteRange> ranges, Reason reason) implements Decision {

    /// Copies the list.
    public Parts {
      ranges = List.copyOf(ranges);
    }
  }

  /// 304.
  record NotModified(Reason reason) implements Decision {}

  /// 412.
  record PreconditionFailed(Reason reason) implements Decision {}

  /// 416.
  record RangeNotSatisfiable(Reason reason) implements Decision {}
}
