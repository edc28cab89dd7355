package otus.server.staticfiles.conditional;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ranges of a `Range` header for a representation of known size (RFC 9110 §14). Immutable.
sealed interface ByteRanges {

  /// Maximum number of ranges in one header. A header with more is ignored, as RFC 9110 §14.2
  /// allows: clients do not need more, and every part costs a head.
  int MAX = 64;

  /// A gap that is shorter than the head of a further part is sent rather than left out (RFC 9110
  /// §15.3.7.2 estimates about 80 bytes).
  long NEAR = 80;

  /// The header is missing, invalid or ignored: the whole representation is sent.
  ///
  /// @param reason why
  record None(Reason reason) implements ByteRanges {}

  /// One range.
  ///
  /// @param range the bytes to send
  record One(ByteRange range) implements ByteRanges {}

  /// Several ranges.
  ///
  /// @param ranges two or more, none near another, in the requested order
  record Many(List<ByteRange> ranges) implements ByteRanges {

    /// Copies the list.
    public Many {
      ranges = List.copyOf(ranges);
    }
  }

  /// The header is valid, but no range contains a byte.
  record Unsatisfiable() implements ByteRanges {
    static final Unsatisfiable UNSATISFIABLE = new Unsatisfiable();
  }

  /// Parses a header and applies it to a size.
  ///
  /// @param value all `Range` headers of the request joined, or null if there is none
  /// @param size of the representation, in bytes
  static ByteRanges parse(@Nullable String value, long size) {
    List<RangeSpec> specs = value == null ? List.of() : RangeSpec.list(value);
    // RFC 9110 §14.2: an unknown unit MUST be ignored; an invalid specifier, or a set that is too
    // long, may be. An empty file has no byte that a Content-Range could name, so every range of it
    // is answered with the whole file; that tells a client which resumes a download that it is
    // complete.
    if (specs.isEmpty()) {
      return new None(value == null ? Reason.NONE : Reason.INVALID_RANGE);
    }
    if (specs.size() > MAX || size == 0) {
      return new None(size == 0 ? Reason.EMPTY_FILE : Reason.TOO_MANY_PARTS);
    }
    List<ByteRange> ranges = new ArrayList<>(specs.size());
    for (RangeSpec spec : specs) {
      // RFC 9110 §15.3.7.2: unsatisfiable ranges are left out of several.
      ByteRange range = spec.of(size);
      if (range != null) {
        join(ranges, range);
      }
    }
    return switch (ranges.size()) {
      case 0 -> Unsatisfiable.UNSATISFIABLE;
      // RFC 9110 §15.3.7.2: a single remaining range may be sent without multipart.
      case 1 -> new One(ranges.getFirst());
      default -> new Many(ranges);
    };
  }

  /// Adds a range and joins it with those that overlap or nearly touch it (RFC 9110 §15.3.7.2). The
  /// result takes the earliest place.
  ///
  /// One pass is enough: the existing ranges are not near each other, so none is near the union of
  /// another one with the new range.
  private static void join(List<ByteRange> ranges, ByteRange range) {
    ByteRange joined = range;
    int place = ranges.size();
    for (int i = ranges.size() - 1; i >= 0; i--) {
      if (ranges.get(i).isNear(joined, NEAR)) {
        joined = joined.and(ranges.remove(i));
        place = i;
      }
    }
    ranges.add(place, joined);
  }
}
