package otus.server.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The parameters of a query or a form: names and values in the order they were sent, names
/// compared as they are. A name may occur several times, or be empty. Immutable.
///
/// ```java
/// Parameters query = request.target().query(); // of /search?q=owl&tag=a&tag=b
/// String words = query.require("q"); // "owl"
/// List<String> tags = query.all("tag"); // "a" and "b"
/// ```
public final class Parameters {

  /// The most pairs that are understood, [value][#MAX].
  public static final int MAX = 1000;

  private static final Parameters EMPTY = new Parameters(new String[0]);

  /// Name at even, value at odd places.
  private final String[] pairs;

  private Parameters(String[] pairs) {
    this.pairs = pairs;
  }

  /// No parameters.
  public static Parameters empty() {
    return EMPTY;
  }

  /// Parameters from names and values in turn, as they are: `Parameters.of("q", "owl")`.
  ///
  /// @throws IllegalArgumentException if a value is missing
  public static Parameters of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    String[] pairs = namesAndValues.clone();
    for (String text : pairs) {
      Objects.requireNonNull(text);
    }
    return pairs.length == 0 ? EMPTY : new Parameters(pairs);
  }

  /// The parameters of a query, as browsers and HTML forms write them
  /// (`application/x-www-form-urlencoded`, WHATWG URL Standard §5.1): `&` is between the pairs, `=`
  /// between name and value, `+` is a blank. What is no valid percent-encoding stays as it is, what
  /// is no UTF-8 becomes U+FFFD; so every query can be read.
  ///
  /// @param rawQuery as in [Target#rawQuery], with one character for each octet, or null, which has
  ///     no parameters
  /// @throws StatusException with 400, if there are more than [#MAX] pairs
  public static Parameters ofQuery(@Nullable String rawQuery) {
    return rawQuery == null ? EMPTY : decode(rawQuery.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The parameters in octets of the same form.
  static Parameters decode(byte[] octets) {
    List<String> pairs = new ArrayList<>();
    for (int start = 0; start < octets.length; ) {
      int end = indexOf(octets, '&', start, octets.length);
      if (end > start) { // nothing between two `&` is no pair
        if (pairs.size() == 2 * MAX) {
          throw new StatusException(Status.BAD_REQUEST, "more than " + MAX + " parameters");
        }
        int equals = indexOf(octets, '=', start, end);
        pairs.add(text(octets, start, equals));
        pairs.add(text(octets, Math.min(equals + 1, end), end));
      }
      start = end + 1;
    }
    return pairs.isEmpty() ? EMPTY : new Parameters(pairs.toArray(String[]::new));
  }

  private static int indexOf(byte[] octets, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] == wanted) {
        return i;
      }
    }
    return to;
  }

  private static String text(byte[] octets, int from, int to) {
    byte[] decoded = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      byte octet = octets[i];
      if (octet == '+') {
        octet = ' ';
      } else if (octet == '%' && i + 2 < to) {
        int high = hex(octets[i + 1]);
        int low = hex(octets[i + 2]);
        if (high >= 0 && low >= 0) {
          octet = (byte) (16 * high + low);
          i += 2;
        }
      }
      decoded[length++] = octet;
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }

  private static int hex(byte octet) {
    return octet < 0 ? -1 : Character.digit(octet, 16); // beyond ASCII there are digits, too
  }

  /// How many parameters there are; a name that occurs twice counts twice.
  public int size() {
    return pairs.length / 2;
  }

  /// The different names, in the order of their first occurrence; unmodifiable.
  public List<String> names() {
    SequencedSet<String> names = new LinkedHashSet<>();
    forEach((name, value) -> names.add(name));
    return List.copyOf(names);
  }

  /// Whether there is a parameter of that name, perhaps with an empty value.
  public boolean has(String name) {
    return indexOf(name, 0) >= 0;
  }

  /// The value of the first parameter of that name, or null; empty for `name=` and for `name`.
  public @Nullable String first(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? null : pairs[index + 1];
  }

  /// The value of the first parameter of that name, which the client has to send.
  ///
  /// @throws StatusException with 400, if there is none
  public String require(String name) {
    String value = first(name);
    if (value == null) {
      throw new StatusException(Status.BAD_REQUEST, "the parameter " + name + " is missing");
    }
    return value;
  }

  /// The values of all parameters of that name, in order; unmodifiable.
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 2)) {
      values.add(pairs[i + 1]);
    }
    return List.copyOf(values);
  }

  /// Calls `each` with name and value of every parameter, in order.
  public void forEach(BiConsumer<? super String, ? super String> each) {
    for (int i = 0; i < pairs.length; i += 2) {
      each.accept(pairs[i], pairs[i + 1]);
    }
  }

  private int indexOf(String name, int from) {
    for (int i = from; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /// Same names and values in the same order.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Parameters parameters && Arrays.equals(pairs, parameters.pairs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pairs);
  }

  /// The pairs, decoded; for people, not to be parsed.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }
}
