package otus.server.staticfiles.listing;

/// A number of bytes as people read it: one decimal, and units of 1024. Immutable.
///
/// @param number like `512` or `1.4`
/// @param unit like `B` or `MiB`
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
    } while (tenths >= 10 * 1024); // also what is rounded up to the next unit
    return new ByteSize(tenths / 10 + "." + tenths % 10, UNITS.charAt(power - 1) + "iB");
  }

  /// A number with a comma between each three digits.
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
