package otus.server.staticfiles.conditional;

import java.util.List;

/// The response to a `GET` or `HEAD` for an existing file. Immutable.
public sealed interface Decision {

  /// 200 with the whole file.
  record Whole() implements Decision {}

  /// 206 with one range.
  ///
  /// @param range the bytes to send
  record Part(ByteRange range) implements Decision {}

  /// 206 with several ranges.
  ///
  /// @param ranges the bytes to send, in this order
  record Parts(List<ByteRange> ranges) implements Decision {

    /// Copies the list.
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
