package otus.server.http.h2.codec;

/// The priority of a response (RFC 9218 §4). Immutable.
///
/// @param urgency 0, the most urgent, to 7
/// @param incremental whether the client can use a part of the response, so that several of the
///     same urgency are sent at the same time
public record Priority(int urgency, boolean incremental) {
  /// The maximum, and least, urgency.
  public static final int MAX_URGENCY = 7;

  /// The priority of a request that has none.
  public static final Priority DEFAULT = new Priority(3, false);

  /// Parses the value of the header priority, or of a PRIORITY_UPDATE frame.
  ///
  /// @return the priority; the default if the value is not a dictionary (RFC 9651 §4.2), and the
  ///     default of each parameter that is missing, out of range or of another type
  public static Priority parse(String value) {
    return new Parser(value).parse();
  }

  /// Parses a dictionary of structured fields (RFC 8941 §4.2.2), which must be valid as a whole.
  /// Other members and all parameters are skipped.
  private static final class Parser {
    private static final int MAX_DIGITS = 15;
    private static final int MAX_INTEGRAL = 12;
    private static final int MAX_FRACTION = 3;

    /// The results of [#value], except for the integers 0 to 7.
    private static final int INVALID = -1;

    private static final int TRUE = -2;
    private static final int OTHER = -3;

    private final String text;
    private int at;
    private int urgency = DEFAULT.urgency();
    private boolean incremental = DEFAULT.incremental();

    Parser(String text) {
      this.text = text;
    }

    Priority parse() {
      return dictionary() ? new Priority(urgency, incremental) : DEFAULT;
    }

    private boolean dictionary() {
      skipSpaces();
      boolean more = at < text.length();
      while (more) {
        if (!member()) {
          return false;
        }
        skipBlanks();
        more = take(',');
        skipBlanks();
        if (more == (at == text.length())) {
          return false; // a comma at the end, or none between members
        }
      }
      return true;
    }

    private boolean member() {
      int from = at;
      if (!key()) {
        return false;
      }
      char name = at - from == 1 ? text.charAt(from) : 0;
      int value = take('=') ? value() : TRUE;
      // The last of several members of the same name applies, whatever its type.
      if (name == 'u') {
        urgency = value >= 0 ? value : DEFAULT.urgency();
      } else if (name == 'i') {
        incremental = value == TRUE;
      }
      return value != INVALID && parameters();
    }

    private int value() {
      return take('(') ? innerList() : item();
    }

    private int innerList() {
      skipSpaces();
      while (!take(')')) {
        if (item() == INVALID || !parameters() || peek() != ' ' && peek() != ')') {
          return INVALID;
        }
        skipSpaces();
      }
      return OTHER;
    }

    private boolean parameters() {
      while (take(';')) {
        skipSpaces();
        if (!key() || take('=') && item() == INVALID) {
          return false;
        }
      }
      return true;
    }

    private boolean key() {
      if (!isLower(peek()) && peek() != '*') {
        return false;
      }
      while (isLower(peek()) || isDigit(peek()) || isOneOf("_-.*")) {
        at++;
      }
      return true;
    }

    private int item() {
      char first = peek();
      if (first == '-' || isDigit(first)) {
        return number();
      }
      if (take('"')) {
        return string();
      }
      if (take(':')) {
        return binary();
      }
      if (take('?')) {
        return take('1') ? TRUE : take('0') ? OTHER : INVALID;
      }
      return token();
    }

    private int number() {
      boolean negative = take('-');
      int from = at;
      long value = 0;
      while (isDigit(peek()) && at - from <= MAX_DIGITS) {
        value = 10 * value + peek() - '0';
        at++;
      }
      int digits = at - from;
      if (digits == 0 || digits > MAX_DIGITS) {
        return INVALID;
      }
      if (take('.')) {
        from = at;
        while (isDigit(peek())) {
          at++;
        }
        boolean valid = digits <= MAX_INTEGRAL && at > from && at - from <= MAX_FRACTION;
        return valid ? OTHER : INVALID;
      }
      return value > MAX_URGENCY || negative && value > 0 ? OTHER : (int) value;
    }

    private int string() {
      while (peek() >= ' ' && peek() <= '~') {
        if (take('"')) {
          return OTHER;
        }
        if (take('\\') && !isOneOf("\"\\")) {
          return INVALID;
        }
        at++;
      }
      return INVALID;
    }

    private int binary() {
      while (isLetter(peek()) || isDigit(peek()) || isOneOf("+/=")) {
        at++;
      }
      return take(':') ? OTHER : INVALID;
    }

    private int token() {
      if (!isLetter(peek()) && peek() != '*') {
        return INVALID;
      }
      while (isLetter(peek()) || isDigit(peek()) || isOneOf("!#$%&'*+-.^_`|~:/")) {
        at++;
      }
      return OTHER;
    }

    /// Returns the next character, or NUL at the end.
    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char expected) {
      boolean found = peek() == expected;
      if (found) {
        at++;
      }
      return found;
    }

    private boolean isOneOf(String characters) {
      return at < text.length() && characters.indexOf(text.charAt(at)) >= 0;
    }

    private void skipSpaces() {
      while (peek() == ' ') {
        at++;
      }
    }

    private void skipBlanks() {
      while (peek() == ' ' || peek() == '\t') {
        at++;
      }
    }

    private static boolean isLower(char c) {
      return c >= 'a' && c <= 'z';
    }

    private static boolean isLetter(char c) {
      return isLower(c) || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
