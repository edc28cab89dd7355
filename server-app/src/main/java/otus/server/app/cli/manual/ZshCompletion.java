package otus.server.app.cli.manual;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import otus.server.app.cli.Flag;
import otus.server.app.cli.manual.HelpNotes.Form;

/// The completion for zsh. Pure.
final class ZshCompletion {
  private static final String TEXT =
      """
      #compdef otus-server
      # Completion of otus-server for zsh. Written by the build: do not edit.

      _otus_server_first() {
        local -a verbs
        verbs=(
      %s  )
        _describe -t commands command verbs
        _files -/
      }

      _otus_server_second() {
        case $words[2] in
      %s    *) _files -/ ;;
        esac
      }

      _arguments -s -S \\
      %s  '1: :_otus_server_first' \\
        '*: :_otus_server_second'
      """;

  private static final String SECOND =
      """
          %s)
            if ((CURRENT == 3)); then
              local -a verbs
              verbs=(%s)
              _describe -t commands command verbs
            else
              _files
            fi
            ;;
      """;

  private ZshCompletion() {}

  static String text() {
    List<Form> forms = HelpNotes.read().forms();
    return String.format(
        Locale.ROOT,
        TEXT,
        forms.stream()
            .filter(form -> form.subverbs().isEmpty())
            .flatMap(
                form -> form.verbs().stream().map(verb -> "    " + verb(verb, form.brief()) + "\n"))
            .collect(Collectors.joining()),
        forms.stream()
            .filter(form -> !form.subverbs().isEmpty())
            .map(ZshCompletion::subverbs)
            .collect(Collectors.joining()),
        FlagValue.flags().map(ZshCompletion::arguments).collect(Collectors.joining()));
  }

  private static String verb(String verb, String brief) {
    return "'" + verb + ":" + quoted(brief) + "'";
  }

  private static String subverbs(Form form) {
    String seconds =
        form.subverbs().stream()
            .map(verb -> verb(verb, form.brief()))
            .collect(Collectors.joining(" "));
    return String.format(Locale.ROOT, SECOND, String.join(" | ", form.verbs()), seconds);
  }

  /// Returns one line for each spelling, each of which excludes the others.
  private static String arguments(Flag flag) {
    String others = flag.repeatable() ? "*" : "(" + String.join(" ", flag.names) + ")";
    return FlagValue.offered(flag).stream()
        .map(name -> "  '" + others + name + suffix(flag, name) + "' \\\n")
        .collect(Collectors.joining());
  }

  private static String suffix(Flag flag, String name) {
    String brief = "[" + quoted(flag.brief).replace("[", "\\[").replace("]", "\\]") + "]";
    String sign = name.startsWith("--") ? "=" : "+";
    if (flag.isSwitch()) {
      return brief;
    }
    String value = ":" + quoted(FlagValue.label(flag)).replace(":", "\\:") + ":" + action(flag);
    // An optional value is only taken after the sign, in the same word.
    return flag.mayBeBare()
        ? (name.startsWith("--") ? "=-" + brief + ":" + value : brief)
        : sign + brief + value;
  }

  private static String action(Flag flag) {
    FlagValue value = FlagValue.of(flag);
    return switch (value.kind()) {
      case WORDS -> "(" + String.join(" ", value.words()) + ")";
      case DIRECTORY -> "_files -/";
      case FILE -> "_files";
      case TEXT, NONE -> " ";
    };
  }

  private static String quoted(String text) {
    return text.replace("'", "'\\''");
  }
}
