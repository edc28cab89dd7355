package otus.server.staticfiles.conditional;

import java.util.List;

/// The response to a `GET` or `HEAD` for an existing file. Immutable.
public sealed interface Decision {

  /// Returns the reason for the operator, or an empty text for a request without conditions.
  String reason();

  /// 200 with the whole file.
  ///
  /// @param condition the condition that allows it
  /// @param range the reason why no range is sent
  record Whole(Preconditions.Reason condition, RangeReason range) implements Decision {
    /// The decision for a request without conditions and ranges.
    public static final Whole PLAIN = new Whole(Preconditions.Reason.NONE, RangeReason.NONE);

    @Override
    public String reason() {
      String both = condition.words + range.words;
      return condition.words.isEmpty() || range.words.isEmpty()
          ? both
          : condition.words + "; " + range.words;
    }
  }

  /// 206 with one range.
  ///
  /// @param range the bytes to send
  /// @param why the reason
  record Part(ByteRange range, RangeReason why) implements Decision {
    @Override
    public String reason() {
      return why.words;
    }
  }

  /// 206 with several ranges.
  ///
  /// @param ranges the bytes to send, in this order
  /// @param why the reason
  record Parts(List<ByteRange> ranges, RangeReason why) implements Decision {

    /// Copies the list.
    public Parts {
      ranges = List.copyOf(ranges);
    }

    @Override
    public String reason() {
      return why.words;
    }
  }

  /// 304.
  ///
  /// @param condition the condition that decides
  record NotModified(Preconditions.Reason condition) implements Decision {
    @Override
    public String reason() {
      return condition.words;
    }
  }

  /// 412.
  ///
  /// @param condition the condition that decides
  record PreconditionFailed(Preconditions.Reason condition) implements Decision {
    @Override
    public String reason() {
      return condition.words;
    }
  }

  /// 416.
  record RangeNotSatisfiable() implements Decision {
    @Override
    public String reason() {
      return RangeReason.UNSATISFIABLE.words;
    }
  }
}
