package otus.server.staticfiles.conditional;

import java.util.List;

/// What is answered to a `GET` or `HEAD` for a file that is there. Immutable.
public sealed interface Decision {

  /// 200 with everything.
  record Whole() implements Decision {}

  /// 206 with one range.
  ///
  /// @param range what is sent
  record Part(ByteRange range) implements Decision {}

  /// 206 with several ranges.
  ///
  /// @param ranges what is sent, in this order
  record Parts(List<ByteRange> ranges) implements Decision {

    /// Takes a copy.
    public Parts {
      ranges = List.copyOf(ranges);
    }
  }

  /// 304.
  record NotModified() implements Decision {}

  /// 412.
  record PreconditionFailed() implements Decision {}

  /// 416.
  record RangeNotSatisfiable() implements Decision {}
}
