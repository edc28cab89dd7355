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

/// The parameters of a query or a form, or the cookies of a request: names and values in order,
/// with case-sensitive names. A name may occur several times, or be empty. Immutable.
///
/// ```java
/// Parameters query = request.target().query(); // of /search?q=owl&tag=a&tag=b
/// String words = query.require("q"); // "owl"
/// List<String> tags = query.all("tag"); // "a" and "b"
/// ```
public final class Parameters {

  /// The maximum number of parameters.
  public static final int MAX = 1000;

  private static final Parameters EMPTY = new Parameters(new String[0]);

  /// Names at even and values at odd indexes.
  private final String[] pairs;

  private Parameters(String[] pairs) {
    this.pairs = pairs;
  }

  /// Returns the empty parameters.
  ///
  /// @return a shared instance
  public static Parameters empty() {
    return EMPTY;
  }

  /// Creates parameters from decoded names and values: `Parameters.of("q", "owl")`.
  ///
  /// @param namesAndValues alternating names and values
  /// @return the parameters
  /// @throws IllegalArgumentException if the last value is missing
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

  /// Decodes the parameters of a query, as browsers and HTML forms encode them
  /// (`application/x-www-form-urlencoded`, WHATWG URL Standard §5.1): `&` separates parameters, `=`
  /// separates name and value, `+` is a blank. Invalid percent-encoding remains unchanged, invalid
  /// UTF-8 becomes U+FFFD, so every query can be decoded.
  ///
  /// @param rawQuery the query, with one character for each octet like [Target#rawQuery], or null
  ///     if there is no query
  /// @return the parameters, empty if there is no query
  /// @throws StatusException with status 400 if there are more than [#MAX] parameters
  public static Parameters ofQuery(@Nullable String rawQuery) {
    return rawQuery == null ? EMPTY : decode(rawQuery.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Parses the cookies of a request (RFC 6265bis §4.2.1). Lenient, since other programs of the
  /// same host may have set some of them: a part without a name or without `=` is skipped, and so
  /// are all cookies after the first [#MAX]. Values are not decoded, and keep their quotes.
  ///
  /// A client may send several cookies of one name, those with the longer path first; the others
  /// may come from elsewhere, such as another host of the same domain.
  ///
  /// @param headers the headers of the request, with any number of `Cookie` headers
  /// @return the cookies, maybe none
  public static Parameters ofCookies(Headers headers) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase("Cookie")) {
        addCookies(headers.value(i), pairs);
      }
    }
    return pairs.isEmpty() ? EMPTY : new Parameters(pairs.toArray(String[]::new));
  }

  private static void addCookies(String value, List<String> pairs) {
    for (int start = 0; start < value.length() && pairs.size() < 2 * MAX; ) {
      int semicolon = value.indexOf(';', start);
      int end = semicolon < 0 ? value.length() : semicolon;
      int equals = value.indexOf('=', start);
      String name = equals < 0 || equals >= end ? "" : value.substring(start, equals).strip();
      if (!name.isEmpty()) {
        pairs.add(name);
        pairs.add(value.substring(equals + 1, end).strip());
      }
      start = end + 1;
    }
  }

  /// Decodes the parameters of octets, as [#ofQuery] does.
  static Parameters decode(byte[] octets) {
    List<String> pairs = new ArrayList<>();
    for (int start = 0; start < octets.length; ) {
      int end = indexOf(octets, '&', start, octets.length);
      if (end > start) { // an empty part between two `&` is not a parameter
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

  private static int indexOf(byte[] octets, char separator, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] == separator) {
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
        int high = PathDecoder.hex(octets[i + 1]);
        int low = PathDecoder.hex(octets[i + 2]);
        if (high >= 0 && low >= 0) {
          octet = (byte) (16 * high + low);
          i += 2;
        }
      }
      decoded[length++] = octet;
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }

  /// Returns the number of parameters; a name that occurs twice counts twice.
  ///
  /// @return the number of parameters
  public int size() {
    return pairs.length / 2;
  }

  /// Returns the names without duplicates.
  ///
  /// @return the names in the order of their first occurrence; unmodifiable
  public List<String> names() {
    SequencedSet<String> names = new LinkedHashSet<>();
    forEach((name, value) -> names.add(name));
    return List.copyOf(names);
  }

  /// Returns whether there is a parameter of a name, possibly with an empty value.
  ///
  /// @param name the name, case-sensitive
  /// @return whether there is such a parameter
  public boolean has(String name) {
    return indexOf(name, 0) >= 0;
  }

  /// Returns the value of the first parameter of a name.
  ///
  /// @param name the name, case-sensitive
  /// @return the value, empty for both `name=` and `name`, or null if there is no such parameter
  public @Nullable String first(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? null : pairs[index + 1];
  }

  /// Returns the value of the first parameter of a name, which the client must send.
  ///
  /// @param name the name, case-sensitive
  /// @return the value, possibly empty
  /// @throws StatusException with status 400 if there is no such parameter
  public String require(String name) {
    String value = first(name);
    if (value == null) {
      throw new StatusException(Status.BAD_REQUEST, "the parameter " + name + " is missing");
    }
    return value;
  }

  /// Returns the values of all parameters of a name.
  ///
  /// @param name the name, case-sensitive
  /// @return the values in order, empty if there is no such parameter; unmodifiable
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 2)) {
      values.add(pairs[i + 1]);
    }
    return List.copyOf(values);
  }

  /// Calls an action for each parameter, in order.
  ///
  /// @param each the action, which receives the name and the value
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

  /// Returns whether the other parameters have the same names and values in the same order.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Parameters parameters && Arrays.equals(pairs, parameters.pairs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pairs);
  }

  /// Returns the decoded names and values, one pair per line, for debugging.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }
}
