package otus.server.app.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rules for the text of one formatted source file: two blanks per level, each declaration on its
/// own line.
final class SourceText {
  private static final int MAX_FILE = 300;
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
  private static final Pattern SYNCHRONIZED = Pattern.compile("\\bsynchronized\\b");

  /// A value that is put into quotes without escaping: `" key=\"" + value`.
  private static final Pattern HAND_QUOTED =
      Pattern.compile("\"(?:event=[^\"]*)? [a-z-]+=\\\\\"\" *\\+");

  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed) )*"
              + "(class|interface|record|enum|@interface) \\w+.*");

  /// A method or constructor, or the first line of one.
  private static final Pattern METHOD =
      Pattern.compile("^(?!return |throw |new |else |private )[^=.(]*\\b\\w+\\(.*");

  /// A compact constructor.
  private static final Pattern COMPACT = Pattern.compile("^public \\w+ \\{");

  private SourceText() {}

  /// An enclosing type declaration.
  ///
  /// @param indent indentation of its first line
  /// @param open whether its members are implicitly public
  /// @param exported whether it and all enclosing types are public
  private record Scope(int indent, boolean open, boolean exported) {}

  static List<String> handQuoted(String source) {
    return linesWith(HAND_QUOTED, source);
  }

  static List<String> unfinished(String source) {
    return linesWith(UNFINISHED, source);
  }

  /// Returns the lines with `synchronized`, except in comments and strings.
  static List<String> locking(String source) {
    return linesWith(SYNCHRONIZED, source.replaceAll("(?m)//.*$", "").replaceAll("\"[^\"]*\"", ""));
  }

  static List<String> tooLong(String source) {
    long lines = source.lines().count();
    return lines > MAX_FILE ? List.of(lines + " lines") : List.of();
  }

  /// Returns the public types, methods and constructors without a `///` comment, except methods
  /// that override another one.
  static List<String> undocumented(String source) {
    List<String> found = new ArrayList<>();
    List<String> lines = source.lines().toList();
    Deque<Scope> scopes = new ArrayDeque<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      int indent = lines.get(i).indexOf(line);
      if (line.isEmpty() || line.startsWith("//") || line.startsWith("@Override")) {
        continue;
      }
      while (!scopes.isEmpty() && scopes.peek().indent() >= indent) {
        scopes.pop();
      }
      Scope outer = scopes.peek();
      if (outer != null && indent != outer.indent() + 2) {
        continue; // inside a method, or a continued line
      }
      boolean visible =
          (outer == null || outer.exported())
              && (line.startsWith("public ") || (outer != null && outer.open()));
      Matcher type = TYPE.matcher(line);
      boolean declares =
          type.matches() || METHOD.matcher(line).matches() || COMPACT.matcher(line).find();
      if (visible && declares && !documented(lines, i)) {
        found.add((i + 1) + ": " + line);
      }
      if (type.matches()) {
        scopes.push(new Scope(indent, type.group(1).endsWith("interface"), visible));
      }
    }
    return found;
  }

  private static boolean documented(List<String> lines, int declaration) {
    for (int i = declaration - 1; i >= 0; i--) {
      String above = lines.get(i).strip();
      if (above.equals("@Override")) {
        return true;
      }
      if (!above.startsWith("@")) {
        return above.startsWith("///");
      }
    }
    return false;
  }

  private static List<String> linesWith(Pattern pattern, String source) {
    return source.lines().filter(line -> pattern.matcher(line).find()).map(String::strip).toList();
  }
}
