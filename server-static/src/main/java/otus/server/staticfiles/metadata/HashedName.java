package otus.server.staticfiles.metadata;

import java.util.Locale;
import java.util.Set;

/// Recognises a content hash in a file name, as build tools put it there after a dot or a hyphen.
/// Pure.
///
/// | characters | tools | example |
/// |---|---|---|
/// | base 16, eight or more | webpack, Next.js, Parcel, Hugo | `app.3f2a9c1b.js.map` |
/// | base 64, eight or more | Vite, Rollup, SvelteKit, Astro | `index-DiwrgT4a.js` |
/// | base 32, eight | esbuild, tsup, Angular | `chunk-JQRUD6KW.mjs` |
///
/// A name without a hash must not be taken for one with a hash, since caches would keep the file
/// for a year. So these do not count:
///
/// - In base 16, only digits or only letters; text that begins with a date (`photo-20240131a.jpg`);
///   and the end of a UUID, because a file with such a name usually changes.
/// - In the others, text that may be words, numbers or abbreviations ([RandomText]), which is the
///   case for about a third of the hashes in base 64, and a sixth in base 32; and names with
///   extensions that build tools do not write.
final class HashedName {
  private static final int SHORTEST = 8;

  /// Longer text is no hash, and would be slow to look at in a long name.
  private static final int LONGEST = 64;

  /// Extensions of files that build tools give a hash in base 64 or 32.
  private static final Set<String> BUILT =
      Set.of(
          "js", "mjs", "cjs", "css", "map", "wasm", "woff", "woff2", "ttf", "otf", "eot", "svg",
          "png", "jpg", "jpeg", "gif", "webp", "avif", "ico");

  private HashedName() {}

  /// Returns whether a name contains a hash before its extension and after some other text.
  static boolean isIn(String name) {
    int extension = name.lastIndexOf('.');
    boolean built =
        extension > 0 && BUILT.contains(name.substring(extension + 1).toLowerCase(Locale.ROOT));
    int part = 0;
    while (part < extension) {
      int end = name.indexOf('.', part);
      int hyphen = name.lastIndexOf('-', end - 1);
      int start = hyphen >= part ? hyphen + 1 : part;
      if (start > 1 && isHash(name, start, end) && !isEndOfUuid(name, start)) {
        return true;
      }
      if (built && isOther(name, part, start, end)) {
        return true;
      }
      part = end + 1;
    }
    return false;
  }

  /// Returns whether a part of a name ends with a hash in base 64 or 32. One in base 64 may contain
  /// a hyphen itself; then it has the usual length.
  private static boolean isOther(String name, int part, int start, int end) {
    int length = end - start;
    if (start > 1 && length >= SHORTEST && length <= LONGEST) {
      return RandomText.isBase32(name, start, end) || RandomText.isBase64(name, start, end);
    }
    int usual = end - SHORTEST;
    return length < SHORTEST
        && usual > 1
        && usual >= part
        && (usual == part || name.charAt(usual - 1) == '-')
        && RandomText.isBase64(name, usual, end);
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
