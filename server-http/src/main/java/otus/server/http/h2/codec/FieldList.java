package otus.server.http.h2.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.http.h2.hpack.Field;

/// The fields of a head that become [Headers]. Keeps the previous headers: most requests of a
/// connection differ in their targets only, and then their headers are the same object. Owned by
/// [RequestFields].
final class FieldList {
  /// The largest head that is kept for comparison with the next, in bytes.
  static final int MAX_KEPT = 4096;

  private static final int FIRST_CAPACITY = 32;

  private @Nullable Field[] fields = new Field[FIRST_CAPACITY];
  private int count;

  /// The number of parts of the header cookie.
  private int cookies;

  private @Nullable Field[] previous = new Field[FIRST_CAPACITY];
  private int previousCount;
  private Headers previousHeaders = Headers.empty();
  private int previousSize;

  /// Returns the number of headers; all parts of cookie are one.
  int headers() {
    return count - Math.max(0, cookies - 1);
  }

  void clear() {
    count = 0;
    cookies = 0;
  }

  void add(Field field) {
    if (count == fields.length) {
      fields = Arrays.copyOf(fields, 2 * count);
    }
    fields[count++] = field;
  }

  void addCookie(Field field) {
    cookies++;
    add(field);
  }

  /// Returns the approximate size of the fields that are kept, in bytes.
  int kept() {
    return previousSize;
  }

  /// Creates the headers.
  ///
  /// @param size the size of the head in bytes
  Headers build(int size) {
    if (isPrevious()) {
      return previousHeaders;
    }
    Headers headers = create();
    @Nullable Field[] free = previous;
    previous = fields;
    previousCount = count;
    previousHeaders = headers;
    previousSize = size;
    fields = free;
    if (size > MAX_KEPT) {
      forget();
    } else {
      Arrays.fill(fields, null); // of the head before the previous one
    }
    return headers;
  }

  private void forget() {
    fields = new Field[FIRST_CAPACITY];
    previous = new Field[FIRST_CAPACITY];
    previousCount = 0;
    previousHeaders = Headers.empty();
    previousSize = 0;
  }

  private boolean isPrevious() {
    if (count != previousCount) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      Field one = fields[i];
      Field other = previous[i];
      if (one != other && (one == null || other == null || !isSame(one, other))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Field one, Field other) {
    return one.name().equals(other.name()) && one.value().equals(other.value());
  }

  private Headers create() {
    Headers.Builder headers = Headers.builder();
    boolean joined = false;
    for (int i = 0; i < count; i++) {
      Field field = fields[i];
      if (field == null) {
        throw new IllegalStateException("no field at " + i);
      }
      if (cookies < 2 || !field.name().equals("cookie")) {
        headers.add(field.name(), field.value());
      } else if (!joined) {
        headers.add("cookie", cookie());
        joined = true;
      }
    }
    return headers.build();
  }

  /// RFC 9113 §8.2.3: the parts are joined before the header leaves HTTP/2. Empty parts would leave
  /// blanks at the end, which no value has.
  private String cookie() {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < count; i++) {
      Field field = fields[i];
      if (field != null && field.name().equals("cookie") && !field.value().isEmpty()) {
        joined.append(joined.isEmpty() ? "" : "; ").append(field.value());
      }
    }
    return joined.toString();
  }
}
