package otus.server.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Header or trailer fields: names and values in the order they were given, names compared without
/// regard to case (RFC 9110 §5). Immutable.
///
/// A name is a token, a value is visible ISO 8859-1 text without line breaks or surrounding blanks;
/// anything else is refused when it is added, so no field can split a message.
public final class Headers {
  private static final Headers EMPTY = new Headers(new String[0]);

  /// Name at even, value at odd places.
  private final String[] fields;

  private Headers(String[] fields) {
    this.fields = fields;
  }

  /// No fields.
  public static Headers empty() {
    return EMPTY;
  }

  /// Fields from names and values in turn: `Headers.of("Allow", "GET, HEAD", "Retry-After", "5")`.
  ///
  /// @throws IllegalArgumentException if a value is missing, or a name or value is not valid
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

  /// A builder without fields.
  public static Builder builder() {
    return new Builder();
  }

  /// How many fields there are; a name that occurs twice counts twice.
  public int size() {
    return fields.length / 2;
  }

  /// The name of the field at `index`, spelled as it was given.
  public String name(int index) {
    return fields[2 * index];
  }

  /// The value of the field at `index`.
  public String value(int index) {
    return fields[2 * index + 1];
  }

  /// The value of the first field of that name, or null.
  public @Nullable String first(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? null : value(index);
  }

  /// Whether there is a field of that name.
  public boolean has(String name) {
    return indexOf(name, 0) >= 0;
  }

  /// The values of all fields of that name, in order; unmodifiable.
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
      values.add(value(i));
    }
    return List.copyOf(values);
  }

  /// The values of all fields of that name as one list value, joined by `", "` (RFC 9110 §5.3), or
  /// null if there is none.
  public @Nullable String combined(String name) {
    int index = indexOf(name, 0);
    if (index < 0) {
      return null;
    }
    return indexOf(name, index + 1) < 0 ? value(index) : String.join(", ", all(name));
  }

  /// Calls `each` with name and value of every field, in order.
  public void forEach(BiConsumer<? super String, ? super String> each) {
    for (int i = 0; i < size(); i++) {
      each.accept(name(i), value(i));
    }
  }

  /// These fields, with all of that name replaced by one at the end.
  public Headers with(String name, String value) {
    return toBuilder(name).add(name, value).build();
  }

  /// These fields without those of that name.
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

  /// Same names in the same spelling, and same values, in the same order.
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

  /// Collects fields; used by one thread.
  public static final class Builder {
    private static final int FIRST_SIZE = 16;

    private String[] fields = EMPTY.fields;
    private int length;

    private Builder() {}

    /// Adds a field after those there are, also if one of that name is there.
    ///
    /// @throws IllegalArgumentException if `name` is no token or `value` no field value
    public Builder add(String name, String value) {
      if (!Token.matches(name)) {
        throw new IllegalArgumentException("not a field name: " + name);
      }
      if (!Token.isFieldValue(value)) {
        throw new IllegalArgumentException("not a value for the field " + name);
      }
      return append(name, value);
    }

    /// How many fields were added.
    public int size() {
      return length / 2;
    }

    /// The fields added so far.
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
