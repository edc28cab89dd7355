package otus.server.app.cli.manual;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes the source of a manual page: escapes text, and breaks its lines as mdoc(7) wants it.
final class Mdoc {
  private static final int WIDTH = 78;

  /// Only in front of a capital letter: mdoc(7) begins a new line with each sentence.
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:;)]) +(?=[A-Z])");

  private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\]]*)\\](\\.\\.\\.)?");

  private final StringBuilder text = new StringBuilder();

  /// Appends lines as they are.
  Mdoc raw(String lines) {
    text.append(lines).append('\n');
    return this;
  }

  Mdoc section(String heading) {
    return raw(".Sh " + heading);
  }

  /// Appends arguments of the program as macro lines, one for each argument.
  Mdoc macros(String arguments) {
    for (String argument : arguments.split(" (?![^\\[]*\\])")) {
      raw("." + inline(argument));
    }
    return this;
  }

  /// Appends a text, each sentence on its own lines.
  Mdoc prose(String sentences) {
    for (String sentence : SENTENCE_END.split(sentences.strip())) {
      StringBuilder line = new StringBuilder();
      for (String word : escaped(sentence).split(" ")) {
        if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
          append(line);
        }
        line.append(line.length() == 0 ? "" : " ").append(word);
      }
      append(line);
    }
    return this;
  }

  private void append(StringBuilder line) {
    // A line of text that begins with a dot would be a macro.
    raw((line.indexOf(".") == 0 ? "\\&" : "") + line);
    line.setLength(0);
  }

  String text() {
    return text.toString();
  }

  /// Returns arguments of the program as macros: brackets, flags, words and names of values.
  static String inline(String arguments) {
    StringBuilder macros = new StringBuilder();
    for (String argument : arguments.split(" (?![^\\[]*\\])")) {
      Matcher optional = OPTIONAL.matcher(argument);
      macros.append(macros.isEmpty() ? "" : " ");
      if (optional.matches()) {
        macros.append("Oo ").append(inline(optional.group(1))).append(" Oc");
        macros.append(optional.group(2) == null ? "" : " Ns ...");
      } else if (argument.startsWith("-")) {
        macros.append("Fl ").append(escaped(argument.substring(1)));
      } else {
        boolean word = argument.equals(argument.toLowerCase(Locale.ROOT));
        macros.append(word ? "Cm " : "Ar ").append(escaped(argument));
      }
    }
    return macros.toString();
  }

  /// Returns an argument of a macro that may contain spaces.
  static String quoted(String argument) {
    return '"' + escaped(argument).replace("\"", "\\(dq") + '"';
  }

  /// Returns text without characters that mean something else, or are printed as others: without
  /// the escape, a minus becomes a hyphen that cannot be pasted into a command.
  static String escaped(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }
}
