package otus.server.staticfiles;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client can decode, and what it likes best (RFC 9110 §12.5.3). Pure.
///
/// A member that is not well-formed is ignored. Of a coding that is named twice the lower weight
/// counts: what is sent unencoded can always be read.
final class AcceptEncoding {
  private static final int UNSAID = Integer.MAX_VALUE;

  private int br = UNSAID;
  private int zstd = UNSAID;
  private int gzip = UNSAID;
  private int identity = UNSAID;
  private int others = UNSAID;

  private AcceptEncoding() {}

  /// Reads a value.
  ///
  /// @param value all `Accept-Encoding` fields of the request joined
  static AcceptEncoding parse(String value) {
    AcceptEncoding accepted = new AcceptEncoding();
    int from = 0;
    while (from < value.length()) {
      int comma = value.indexOf(',', from);
      int to = comma < 0 ? value.length() : comma;
      accepted.add(value, Weight.skipBlanks(value, from, to), to);
      from = to + 1;
    }
    return accepted;
  }

  private void add(String text, int from, int to) {
    int end = from;
    while (end < to && " \t;".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    int weight = Weight.parse(text, end, to);
    if (weight == Weight.INVALID) {
      return;
    }
    if (is(text, from, end, "br")) {
      br = Math.min(br, weight);
    } else if (is(text, from, end, "zstd")) {
      zstd = Math.min(zstd, weight);
    } else if (is(text, from, end, "gzip") || is(text, from, end, "x-gzip")) {
      gzip = Math.min(gzip, weight); // RFC 9110 §8.4.1.3: x-gzip is gzip
    } else if (is(text, from, end, "identity")) {
      identity = Math.min(identity, weight);
    } else if (is(text, from, end, "*")) {
      others = Math.min(others, weight);
    }
  }

  private static boolean is(String text, int from, int to, String coding) {
    return to - from == coding.length() && text.regionMatches(true, from, coding, 0, to - from);
  }

  /// Which of these to send; null means the file as it is. That is also sent if the client refuses
  /// it, but has nothing better to choose from: RFC 9110 §12.5.3 leaves it to the server, and
  /// content that can perhaps be read is better than none.
  ///
  /// @param variants in the order in which they are preferred among equals
  @Nullable Variant best(List<Variant> variants) {
    // A file as it is, if nothing is said of that, is acceptable, but liked less than anything
    // said.
    int least = Math.max(1, weight(identity));
    Variant best = null;
    for (Variant variant : variants) {
      int weight = weight(variant.sibling().coding());
      if (weight >= least && (best == null || weight > least)) {
        best = variant;
        least = weight;
      }
    }
    return best;
  }

  private int weight(Coding coding) {
    return switch (coding) {
      case BR -> weight(br);
      case ZSTD -> weight(zstd);
      case GZIP -> weight(gzip);
    };
  }

  /// RFC 9110 §12.5.3: `*` stands for every coding that is not named.
  private int weight(int said) {
    if (said != UNSAID) {
      return said;
    }
    return others != UNSAID ? others : 0;
  }
}
