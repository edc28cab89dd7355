package otus.server.staticfiles.listing;

/// A number of bytes for people: one decimal, and units of 1024. Immutable.
///
/// @param number such as `512` or `1.4`
/// @param unit such as `B` or `MiB`
record ByteSize(String number, String unit) {
  private static final String UNITS = "KMGTPE";

  static ByteSize of(long bytes) {
    if (bytes < 1024) {
      return new ByteSize(Long.toString(bytes), "B");
    }
    int power = 0;
    long tenths;
    do {
      power++;
      tenths = Math.round(bytes * 10.0 / (1L << (10 * power)));
    } while (tenths >= 10 * 1024); // also a value that is rounded up to the next unit
    return new ByteSize(tenths / 10 + "." + tenths % 10, UNITS.charAt(power - 1) + "iB");
  }

  /// Formats a number with a comma after each group of three digits.
  static String grouped(long number) {
    StringBuilder text = new StringBuilder().append(number);
    for (int i = text.length() - 3; i > 0; i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return number + ' ' + unit;
  }
}
