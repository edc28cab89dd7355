package otus.server.staticfiles.metadata;

/// Tells text that looks random, such as a hash in base 64 or base 32, from words, versions and
/// abbreviations. Pure.
///
/// ```
/// DiwrgT4a        Diwrg T 4 a       4 words, and 2 rare pairs: iw, wr
/// setup-OpenSSL3  Open SSL 3        3 words
/// I18nText        I 18 n Text       4 words, but no rare pair
/// ```
///
/// A word is a number, an acronym, or letters that begin with at most one capital. A pair of
/// letters in a word is rare if it is not among the 250 most frequent pairs of the words in 217,000
/// file names of a Linux system, which are 90 % of their pairs; of random pairs they are 37 %.
final class RandomText {
  /// The frequent second letters, for each first letter.
  private static final String[] FREQUENT = {
    "bcdgiklmnprstuvy", // a
    "aceilorsu",
    "acehikloprstu",
    "abdeilorsu",
    "abcdefgilmnprstvwxy", // e
    "aefilorsu",
    "aeilnors",
    "aeiort",
    "abcdefglmnoprstvxz", // i
    "",
    "eis",
    "adeilostuy",
    "abeilmopsu",
    "acdefgiknostuv",
    "abcdfgiklmnoprstuvw", // o
    "acehiloprstuy",
    "u",
    "acdegiklmnoprstuvy",
    "acehilmopstuy",
    "acdehilmoprstuy",
    "abcdeilmnprst", // u
    "aei",
    "aeio",
    "ept",
    "ps",
    "e" // z
  };

  private int capitals;
  private int smallLetters;
  private int separators;
  private int words;
  private int rarePairs;

  private RandomText(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (isSeparator(c)) {
        separators++;
        continue;
      }
      capitals += isCapital(c) ? 1 : 0;
      smallLetters += isSmall(c) ? 1 : 0;
      char before = i == from ? '-' : text.charAt(i - 1);
      char after = i + 1 == to ? '-' : text.charAt(i + 1);
      if (beginsWord(before, c, after)) {
        words++;
      } else if (!isDigit(c) && FREQUENT[order(before)].indexOf('a' + order(c)) < 0) {
        rarePairs++;
      }
    }
  }

  /// Returns whether a part of a text looks like random characters of base 64 (RFC 4648 §5), as
  /// Rollup and Vite write them.
  static boolean isBase64(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isSmall(c) && !isCapital(c) && !isDigit(c) && !isSeparator(c)) {
        return false;
      }
    }
    int length = to - from;
    RandomText part = new RandomText(text, from, to);
    return part.capitals > 0
        && part.smallLetters > 0
        && part.separators <= length / 8
        && part.words >= length / 2
        && part.rarePairs > 0
        && 4 * (part.words + part.rarePairs) >= 3 * length;
  }

  /// Returns whether a part of a text looks like eight random characters of base 32 (RFC 4648 §6),
  /// as esbuild writes them.
  static boolean isBase32(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isCapital(c) && (c < '2' || c > '7')) {
        return false;
      }
    }
    RandomText part = new RandomText(text, from, to);
    return to - from == 8 && part.rarePairs > 0 && part.words + part.rarePairs >= 5;
  }

  private static boolean beginsWord(char before, char c, char after) {
    return isSeparator(before)
        || isDigit(before) != isDigit(c)
        || (isCapital(c) && (isSmall(before) || (isCapital(before) && isSmall(after))));
  }

  private static int order(char letter) {
    return isCapital(letter) ? letter - 'A' : letter - 'a';
  }

  private static boolean isSeparator(char c) {
    return c == '-' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isSmall(char c) {
    return c >= 'a' && c <= 'z';
  }
}
