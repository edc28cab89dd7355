package otus.server.http.h2.hpack;

/// A decoded field, one ISO 8859-1 character for each octet. Immutable.
///
/// The octets are checked once, when they arrive, not in each block that refers to the field.
public final class Field {
  /// The size of a field beyond its name and value, in bytes (RFC 7541 §4.1).
  static final int OVERHEAD = 32;

  private final String name;
  private final String value;
  private final boolean nameValid;
  private final boolean valueValid;

  Field(String name, boolean nameValid, String value, boolean valueValid) {
    this.name = name;
    this.nameValid = nameValid;
    this.value = value;
    this.valueValid = valueValid;
  }

  /// Creates a field that is known to be valid.
  public static Field valid(String name, String value) {
    return new Field(name, true, value, true);
  }

  /// Returns the name; it begins with a colon if the field is a pseudo-header.
  public String name() {
    return name;
  }

  /// Returns the value.
  public String value() {
    return value;
  }

  /// Returns whether name and value are valid (RFC 9113 §8.2.1): the name, apart from the colon of
  /// a pseudo-header, is a token without upper-case letters; the value has no controls except HTAB,
  /// and no blanks at its ends.
  public boolean isValid() {
    return nameValid && valueValid;
  }

  boolean isNameValid() {
    return nameValid;
  }

  /// Returns the size in bytes as dynamic tables count it (RFC 7541 §4.1).
  int size() {
    return name.length() + value.length() + OVERHEAD;
  }

  @Override
  public String toString() {
    return name + ": " + value;
  }
}
