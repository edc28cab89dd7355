package otus.server.staticfiles.directory;

import java.util.Comparator;

/// The order of names as people count: each run of the digits 0 to 9 is a number, so `dir-2` is
/// before `dir-10`; other characters are compared without case. Names that are equal by this are
/// ordered by their characters: `a01` before `a1`, and `A` before `a`. Consistent with equals;
/// stateless, any thread.
public final class NaturalOrder implements Comparator<String> {
  public static final NaturalOrder INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      char a = one.charAt(i);
      char b = other.charAt(j);
      if (isDigit(a) && isDigit(b)) {
        int from = afterZeros(one, i);
        int otherFrom = afterZeros(other, j);
        i = afterDigits(one, from);
        j = afterDigits(other, otherFrom);
        int order = numbers(one, from, i, other, otherFrom, j);
        if (order != 0) {
          return order;
        }
      } else {
        int order = Character.compare(folded(a), folded(b));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    int rest = Integer.compare(one.length() - i, other.length() - j);
    return rest != 0 ? rest : one.compareTo(other);
  }

  /// Compares digits without leading zeros: the longer number is greater. Numbers have any length.
  private static int numbers(
      String one, int from, int to, String other, int otherFrom, int otherTo) {
    int order = Integer.compare(to - from, otherTo - otherFrom);
    for (int i = 0; order == 0 && i < to - from; i++) {
      order = Character.compare(one.charAt(from + i), other.charAt(otherFrom + i));
    }
    return order;
  }

  private static int afterZeros(String text, int i) {
    int end = i;
    while (end < text.length() && text.charAt(end) == '0') {
      end++;
    }
    return end;
  }

  private static int afterDigits(String text, int i) {
    int end = i;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// As [String#CASE_INSENSITIVE_ORDER] does: some letters are equal only in upper case, some only
  /// in lower case.
  private static char folded(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
