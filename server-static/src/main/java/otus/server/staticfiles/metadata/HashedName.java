package otus.server.staticfiles.metadata;

/// Recognises a content hash in a file name, as build tools put it there: `app.3f2a9c1b.js`,
/// `app-3f2a9c1b5e.css`, `app.3f2a9c1b.js.map`. Pure.
///
/// A hash is eight or more lower-case hexadecimal digits after a dot or a hyphen, with both digits
/// and letters among them. Hashes in other alphabets, as some tools use them, cannot be
/// distinguished from words with a number in them (`setup-Windows10.exe`, `notes-OpenSSL3.txt`);
/// the operator can write a rule for their directory. Two more things do not count as a hash: text
/// that begins with a date (`photo-20240131a.jpg`), and the end of a UUID, because a file with such
/// a name usually changes.
final class HashedName {
  private static final int SHORTEST = 8;

  private HashedName() {}

  /// Returns whether a name contains a hash before its extension and after some other text.
  static boolean isIn(String name) {
    int extension = name.lastIndexOf('.');
    int part = 0;
    while (part < extension) {
      int end = name.indexOf('.', part);
      int hyphen = name.lastIndexOf('-', end - 1);
      int start = hyphen >= part ? hyphen + 1 : part;
      if (start > 1 && isHash(name, start, end) && !isEndOfUuid(name, start)) {
        return true;
      }
      part = end + 1;
    }
    return false;
  }

  private static boolean isHash(String name, int from, int to) {
    int numerals = 0;
    for (int i = from; i < to; i++) {
      char c = name.charAt(i);
      if (c >= '0' && c <= '9') {
        numerals++;
      } else if (c < 'a' || c > 'f') {
        return false;
      }
    }
    return to - from >= SHORTEST && numerals > 0 && numerals < to - from && !isDate(name, from);
  }

  private static boolean isDate(String name, int from) {
    if (!name.startsWith("19", from) && !name.startsWith("20", from)) {
      return false;
    }
    for (int i = from; i < from + SHORTEST; i++) {
      if (name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /// RFC 9562 §4: the last group follows a group of four digits.
  private static boolean isEndOfUuid(String name, int from) {
    if (from < 6 || name.charAt(from - 1) != '-' || name.charAt(from - 6) != '-') {
      return false;
    }
    for (int i = from - 5; i < from - 1; i++) {
      if (Character.digit(name.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
