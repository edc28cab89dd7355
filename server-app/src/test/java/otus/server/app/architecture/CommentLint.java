package otus.server.app.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds phrases that CONTRIBUTING.md bans from comments, and banned names of tests.
///
/// Only phrases that a pattern recognizes reliably are listed. Text in backticks is skipped.
final class CommentLint {
  /// Literals and comments. The alternatives are tried in order, so `//` in a string is no comment.
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"\"\"(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+\"\"\""
              + "|\"(?:[^\"\\\\\\n]++|\\\\.)*+\""
              + "|'(?:[^'\\\\\\n]|\\\\[^\\n]+?)'"
              + "|(?<line>//[^\\n]*)"
              + "|(?<block>/\\*.*?\\*/)",
          Pattern.DOTALL);

  /// The start of a sentence: of the comment, a paragraph or a list item, or after punctuation.
  private static final String START = "(?:\\A|\\n *\\n|\\n *- |[.;:])\\s*";

  private static final Map<String, Pattern> BANNED_PHRASES =
      phrases(
          Map.entry("clause as subject", START + "(?:What|Who|Whoever|Which|Whose)\\b(?![^.]*\\?)"),
          Map.entry(
              "clause after a tag",
              "(?:@return|@param <?\\w+>?|@throws \\w+) (?:what|who|whoever|whose)\\b"),
          Map.entry(
              "who without antecedent",
              "(?:"
                  + START
                  + "|\\b(?:and|or|but|of|by|to|for|from|with|if|that|than|as|only) )"
                  + "[Ww]ho [a-z]+s\\b"),
          Map.entry("none", "(?<!\\bthere\\s{1,40})\\b(?:is|are) none\\b"),
          Map.entry("nobody", "\\b[Nn]obody\\b"),
          Map.entry("whoever", "\\b[Ww]hoever\\b"),
          Map.entry("folder", "\\b[Ff]olders?\\b"),
          Map.entry("anew", "\\banew\\b"),
          Map.entry("lately", "\\b[Ll]ately\\b"),
          Map.entry("so many", "\\b[Ss]o many\\b"),
          Map.entry("for want of", "\\b[Ff]or want of\\b"),
          Map.entry("but for", "\\b[Bb]ut for\\b"));

  /// A name of a method or of a call of one, with an underscore.
  private static final Pattern TEST_NAME = Pattern.compile("\\b(\\w*_\\w*)\\(");

  private static final Pattern BANNED_NAME =
      Pattern.compile("^(?:what|who|whoever|whose)_|(?:^|_)nobody(?:_|$)|(?:^|_)folder");

  private CommentLint() {}

  /// One comment: a block, or line comments on consecutive lines.
  ///
  /// @param line the number of its first line
  /// @param text its lines without comment marks
  private record Comment(int line, String text) {}

  /// Checks the comments of a source file.
  ///
  /// @return one text per finding: line number, rule and phrase
  static List<String> phrases(String source) {
    List<String> found = new ArrayList<>();
    for (Comment comment : comments(source)) {
      BANNED_PHRASES.forEach(
          (name, pattern) -> {
            Matcher matcher = pattern.matcher(comment.text());
            while (matcher.find()) {
              String phrase = matcher.group();
              int end = matcher.end() - phrase.stripLeading().length();
              String words = phrase.strip().replaceAll("\\s+", " ");
              int line = comment.line() + lineFeeds(comment.text().substring(0, end));
              found.add(line + ": " + name + ": " + words);
            }
          });
    }
    return found;
  }

  /// Checks the names of the test methods of a source file.
  ///
  /// @return one text per finding: line number and name
  static List<String> testNames(String source) {
    List<String> found = new ArrayList<>();
    String code = TOKEN.matcher(source).replaceAll(token -> "\n".repeat(lineFeeds(token.group())));
    for (Matcher matcher = TEST_NAME.matcher(code); matcher.find(); ) {
      if (BANNED_NAME.matcher(matcher.group(1)).find()) {
        int line = 1 + lineFeeds(code.substring(0, matcher.start()));
        found.add(line + ": test name: " + matcher.group(1));
      }
    }
    return found;
  }

  private static List<Comment> comments(String source) {
    List<Comment> comments = new ArrayList<>();
    int end = 0; // of the last line comment
    for (MatchResult token : TOKEN.matcher(source).results().toList()) {
      boolean line = token.group("line") != null;
      if (!line && token.group("block") == null) {
        continue;
      }
      String text =
          line
              ? token.group().replaceFirst("^/+", "")
              : token.group().replaceAll("^/\\*+|\\*/$|(?m)^ *\\*", "");
      text = text.replaceAll("`[^`]*`", "`");
      String between = source.substring(end, token.start());
      if (line && end > 0 && between.isBlank() && lineFeeds(between) == 1) {
        Comment first = comments.removeLast();
        comments.add(new Comment(first.line(), first.text() + "\n" + text));
      } else {
        comments.add(new Comment(1 + lineFeeds(source.substring(0, token.start())), text));
      }
      end = line ? token.end() : 0;
    }
    return comments;
  }

  private static int lineFeeds(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  @SafeVarargs
  private static Map<String, Pattern> phrases(Map.Entry<String, String>... rules) {
    Map<String, Pattern> patterns = new LinkedHashMap<>();
    for (Map.Entry<String, String> rule : rules) {
      // A phrase may continue on the next line.
      String spaces = rule.getValue().replaceAll("(?<=\\w|>\\?|\\)) (?=[\\w(\\[<])", "\\\\s+");
      patterns.put(rule.getKey(), Pattern.compile(spaces));
    }
    return patterns;
  }
}
