package otus.server.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.Tokens;

/// Headers or trailers: names and values in order, with names that ignore case (RFC 9110 §5).
/// Immutable.
///
/// A name is a token. A value has only visible ISO 8859-1 characters, and blanks between them.
/// Invalid names and values are rejected when they are added, so no header can split a message.
public final class Headers {
  private static final Headers EMPTY = new Headers(new String[0]);

  /// Names at even and values at odd indexes.
  private final String[] fields;

  private Headers(String[] fields) {
    this.fields = fields;
  }

  /// Returns the empty headers.
  ///
  /// @return a shared instance
  public static Headers empty() {
    return EMPTY;
  }

  /// Creates headers: `Headers.of("Allow", "GET, HEAD", "Retry-After", "5")`.
  ///
  /// @param namesAndValues alternating names and values
  /// @return the headers
  /// @throws IllegalArgumentException if the last value is missing, or a name or value is invalid
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    Builder builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /// Creates an empty builder.
  ///
  /// @return the builder
  public static Builder builder() {
    return new Builder();
  }

  /// Returns the number of headers; a name that occurs twice counts twice.
  ///
  /// @return the number of headers
  public int size() {
    return fields.length / 2;
  }

  /// Returns the name of a header.
  ///
  /// @param index the index, from 0 to `size() - 1`
  /// @return the name, in its original case
  /// @throws IndexOutOfBoundsException if there is no such header
  public String name(int index) {
    return fields[2 * index];
  }

  /// Returns the value of a header.
  ///
  /// @param index the index, from 0 to `size() - 1`
  /// @return the value
  /// @throws IndexOutOfBoundsException if there is no such header
  public String value(int index) {
    return fields[2 * index + 1];
  }

  /// Returns the value of the first header of a name.
  ///
  /// @param name the name, in any case
  /// @return the value, or null if there is no such header
  public @Nullable String first(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? null : value(index);
  }

  /// Returns whether there is a header of a name.
  ///
  /// @param name the name, in any case
  /// @return whether there is such a header
  public boolean has(String name) {
    return indexOf(name, 0) >= 0;
  }

  /// Returns the values of all headers of a name.
  ///
  /// @param name the name, in any case
  /// @return the values in order, empty if there is no such header; unmodifiable
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
      values.add(value(i));
    }
    return List.copyOf(values);
  }

  /// Returns the values of all headers of a name as one list, joined by `", "` (RFC 9110 §5.3).
  ///
  /// @param name the name, in any case
  /// @return the joined values, or null if there is no such header
  public @Nullable String combined(String name) {
    int index = indexOf(name, 0);
    if (index < 0) {
      return null;
    }
    return indexOf(name, index + 1) < 0 ? value(index) : String.join(", ", all(name));
  }

  /// Calls an action for each header, in order.
  ///
  /// @param each the action, which receives the name and the value
  public void forEach(BiConsumer<? super String, ? super String> each) {
    for (int i = 0; i < size(); i++) {
      each.accept(name(i), value(i));
    }
  }

  /// Returns these headers with one header, at the end, instead of all headers of the same name;
  /// [#withAdded] keeps those.
  ///
  /// @param name the name
  /// @param value the value
  /// @return the new headers
  /// @throws IllegalArgumentException if the name or value is invalid
  public Headers with(String name, String value) {
    return toBuilder(name).add(name, value).build();
  }

  /// Returns these headers with one more header, at the end, beside those of the same name. For
  /// headers that may occur several times, such as `Set-Cookie` and `Link`.
  ///
  /// @param name the name
  /// @param value the value
  /// @return the new headers
  /// @throws IllegalArgumentException if the name or value is invalid
  public Headers withAdded(String name, String value) {
    return toBuilder("").add(name, value).build();
  }

  /// Returns these headers without all headers of a name.
  ///
  /// @param name the name, in any case
  /// @return the new headers, or these if there is no such header
  public Headers without(String name) {
    return has(name) ? toBuilder(name).build() : this;
  }

  private Builder toBuilder(String omitted) {
    Builder builder = builder();
    for (int i = 0; i < size(); i++) {
      if (!name(i).equalsIgnoreCase(omitted)) {
        builder.append(name(i), value(i));
      }
    }
    return builder;
  }

  private int indexOf(String name, int from) {
    for (int i = from; i < size(); i++) {
      if (name(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /// Returns whether the other headers have the same names, in the same case, and the same values,
  /// in the same order.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Headers headers && Arrays.equals(fields, headers.fields);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(fields);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  /// A builder of headers; confined to one thread.
  public static final class Builder {
    private static final int FIRST_SIZE = 16;

    private String[] fields = EMPTY.fields;
    private int length;

    private Builder() {}

    /// Adds a header at the end, even if there is another one of the same name.
    ///
    /// @param name the name
    /// @param value the value
    /// @return this builder
    /// @throws IllegalArgumentException if the name or value is invalid
    public Builder add(String name, String value) {
      if (!Tokens.isToken(name)) {
        throw new IllegalArgumentException("not a header name: " + name);
      }
      if (!Tokens.isFieldValue(value)) {
        throw new IllegalArgumentException("not a value for the header " + name);
      }
      return append(name, value);
    }

    /// Returns the number of headers.
    ///
    /// @return the number of added headers
    public int size() {
      return length / 2;
    }

    /// Creates headers; the builder can be used further.
    ///
    /// @return the headers added so far
    public Headers build() {
      return length == 0 ? EMPTY : new Headers(Arrays.copyOf(fields, length));
    }

    private Builder append(String name, String value) {
      if (length == fields.length) {
        fields = Arrays.copyOf(fields, Math.max(FIRST_SIZE, 2 * length));
      }
      fields[length++] = Objects.requireNonNull(name);
      fields[length++] = Objects.requireNonNull(value);
      return this;
    }
  }
}
