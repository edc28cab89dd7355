package otus.server.staticfiles.conditional;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a `Range` field asks for, measured against a size (RFC 9110 §14). Pure.
sealed interface ByteRanges {

  /// How many ranges one field may ask for. A field with more is ignored, as RFC 9110 §14.2 allows:
  /// nobody needs so many, but every part costs a head.
  int MAX = 64;

  /// A gap that is shorter than the head of one more part is sent rather than left out
  /// (RFC 9110 §15.3.7.2 reckons about 80 bytes).
  long NEAR = 80;

  /// The field is not there, not understood, or not worth it: the whole is sent.
  record None() implements ByteRanges {
    static final None NONE = new None();
  }

  /// One range.
  ///
  /// @param range what is sent
  record One(ByteRange range) implements ByteRanges {}

  /// Several ranges.
  ///
  /// @param ranges two or more, none near another, in the order they were asked for
  record Many(List<ByteRange> ranges) implements ByteRanges {

    /// Takes a copy.
    public Many {
      ranges = List.copyOf(ranges);
    }
  }

  /// The field is understood, but there is no byte where it points.
  record Unsatisfiable() implements ByteRanges {
    static final Unsatisfiable UNSATISFIABLE = new Unsatisfiable();
  }

  /// Reads a field value.
  ///
  /// @param value all `Range` fields of the request joined, or null if there is none
  static ByteRanges parse(@Nullable String value, long size) {
    List<RangeSpec> specs = value == null ? List.of() : RangeSpec.list(value);
    // RFC 9110 §14.2: an unknown unit MUST be ignored; an invalid specifier, or a set that is too
    // long, may be. An empty file has no byte that a Content-Range could name, and its whole is
    // what
    // every range of it can get; a client that continues a download learns so that it is done.
    if (specs.isEmpty() || specs.size() > MAX || size == 0) {
      return None.NONE;
    }
    List<ByteRange> ranges = new ArrayList<>(specs.size());
    for (RangeSpec spec : specs) {
      // RFC 9110 §15.3.7.2: ranges that cannot be satisfied are left out of several.
      ByteRange range = spec.of(size);
      if (range != null) {
        join(ranges, range);
      }
    }
    return switch (ranges.size()) {
      case 0 -> Unsatisfiable.UNSATISFIABLE;
      // RFC 9110 §15.3.7.2: one range that is left of several may be sent as one.
      case 1 -> new One(ranges.getFirst());
      default -> new Many(ranges);
    };
  }

  /// RFC 9110 §15.3.7.2: what overlaps or nearly touches may be joined; it takes the earliest
  /// place.
  ///
  /// One pass is enough: the others are not near each other, so none is near one's union with
  /// another.
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
