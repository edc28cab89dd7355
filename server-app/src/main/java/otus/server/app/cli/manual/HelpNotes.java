package otus.server.app.cli.manual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import otus.server.app.cli.HelpText;

/// The parts of the help that are not in the table of flags: the usage, and the sections about
/// values, signals, exit codes and so on. Pure.
///
/// @param forms the lines of the usage
/// @param sections the entries of each section, by its heading
record HelpNotes(List<Form> forms, Map<String, List<Entry>> sections) {
  private static final Pattern FORM =
      Pattern.compile("(?:Usage:)? *otus-server (.*?)(?:   *(.*))?");
  private static final Pattern ENTRY = Pattern.compile("  (\\S.*?)(?:   *(\\S.*))?");
  private static final Pattern VERB = Pattern.compile("[a-z]+(\\|[a-z]+)*");

  /// One line of the usage.
  ///
  /// @param arguments the arguments after the name of the program, such as `check [FLAG]...`
  /// @param brief the meaning; empty for the first line
  record Form(String arguments, String brief) {

    /// Returns the verbs, as `start` and `stop` of `start|stop [FLAG]...`; otherwise empty.
    List<String> verbs() {
      return verbs(0);
    }

    /// Returns the second verbs, as `check` of `plugins check X.jar`; otherwise empty.
    List<String> subverbs() {
      return verbs(1);
    }

    private List<String> verbs(int place) {
      String[] words = arguments.split(" ");
      return words.length > place && VERB.matcher(words[place]).matches()
          ? List.of(words[place].split("\\|"))
          : List.of();
    }
  }

  /// An entry of a section.
  ///
  /// @param term the first column, or the first line
  /// @param text the explanation
  record Entry(String term, String text) {}

  /// Returns the parts of the full help.
  static HelpNotes read() {
    List<String> blocks = List.of(HelpText.full().split("\n\n"));
    List<Form> forms = new ArrayList<>();
    Map<String, List<Entry>> sections = new LinkedHashMap<>();
    for (String block : blocks) {
      List<String> lines = block.lines().toList();
      if (lines.getFirst().startsWith("Usage:")) {
        lines.forEach(line -> forms.add(form(line)));
      } else if (lines.size() > 1 && !lines.get(1).startsWith("  -")) {
        sections.put(lines.getFirst(), entries(lines.subList(1, lines.size())));
      }
    }
    return new HelpNotes(forms, sections);
  }

  private static Form form(String line) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalStateException("not a line of the usage: " + line);
    }
    return new Form(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
  }

  /// Reads entries of two columns, or of a line and indented lines below it.
  private static List<Entry> entries(List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = ENTRY.matcher(line);
      Entry last = entries.isEmpty() ? new Entry("", "") : entries.getLast();
      boolean more = last.term().endsWith(","); // such as: 129, 130,
      if (matcher.matches() && !more) {
        entries.add(new Entry(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
      } else {
        String term = more ? last.term() + " " + line.strip().split("  ")[0] : last.term();
        String text = more ? "" : line.strip();
        entries.removeLast();
        entries.add(new Entry(term, (last.text() + " " + text).strip()));
      }
    }
    return entries;
  }
}
