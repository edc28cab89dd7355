package otus.server.app.cli.manual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import otus.server.app.cli.Flag;
import otus.server.app.cli.manual.HelpNotes.Form;

/// The completion for bash. It needs nothing but bash 4. Pure.
final class BashCompletion {
  private static final String TEXT =
      """
      # Completion of otus-server for bash. Written by the build: do not edit.

      _otus_server() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} attached=
        # bash splits words at =, so --flag=value is three words.
        if [[ $word == = ]]; then
          word='' attached=yes
        elif [[ $before == = ]] && ((COMP_CWORD > 2)); then
          before=${COMP_WORDS[COMP_CWORD - 2]} attached=yes
        fi
        COMPREPLY=()
        case $before in
      %s  esac
        if [[ -n $attached ]]; then
          case $before in
      %s      *) return ;;
          esac
        fi
        if [[ $word == -* ]]; then
          mapfile -t COMPREPLY < <(compgen -W '%s' -- "$word")
          return
        fi
        if ((COMP_CWORD == 1)); then
          mapfile -t COMPREPLY < <(compgen -W '%s' -- "$word")
        fi
        case ${COMP_WORDS[1]-} in
      %s  esac
        compopt -o filenames
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$word")
      }

      complete -F _otus_server otus-server
      """;

  private BashCompletion() {}

  static String text() {
    return String.format(
        Locale.ROOT,
        TEXT,
        values(FlagValue.flags().filter(flag -> !flag.mayBeBare() && !flag.isSwitch()), "    "),
        values(FlagValue.flags().filter(Flag::mayBeBare), "      "),
        FlagValue.flags()
            .flatMap(flag -> FlagValue.offered(flag).stream())
            .collect(Collectors.joining(" ")),
        verbs(),
        subverbs());
  }

  private static String verbs() {
    return HelpNotes.read().forms().stream()
        .flatMap(form -> form.verbs().stream())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static String subverbs() {
    StringBuilder cases = new StringBuilder();
    for (Form form : HelpNotes.read().forms()) {
      if (!form.subverbs().isEmpty()) {
        cases.append(String.format(Locale.ROOT, "    %s)\n", String.join(" | ", form.verbs())));
        cases.append("      if ((COMP_CWORD == 2)); then\n");
        cases.append(
            String.format(
                Locale.ROOT,
                "        mapfile -t COMPREPLY < <(compgen -W '%s' -- \"$word\")\n",
                String.join(" ", form.subverbs())));
        cases.append(
            String.format(
                Locale.ROOT, "      elif [[ ${COMP_WORDS[2]} == @(%s) ]]; then\n", either(form)));
        cases.append("        compopt -o filenames\n");
        cases.append("        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n");
        cases.append("      fi\n      return\n      ;;\n");
      }
    }
    return cases.toString();
  }

  private static String either(Form form) {
    return String.join("|", form.subverbs());
  }

  /// Returns the cases for flags, with those of the same values in one.
  private static String values(Stream<Flag> flags, String indent) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    flags.forEach(
        flag -> names.computeIfAbsent(body(flag), _ -> new ArrayList<>()).addAll(flag.names));
    return names.entrySet().stream()
        .map(each -> String.join(" | ", each.getValue()) + ")\n" + each.getKey() + "  ;;\n")
        .map(each -> each.indent(indent.length()))
        .collect(Collectors.joining());
  }

  private static String body(Flag flag) {
    FlagValue value = FlagValue.of(flag);
    return switch (value.kind()) {
          case WORDS -> reply("-W '" + String.join(" ", value.words()) + "'");
          case DIRECTORY -> "  compopt -o filenames\n" + reply("-d");
          case FILE -> "  compopt -o filenames\n" + reply("-f");
          case TEXT, NONE -> "";
        }
        + "  return\n";
  }

  private static String reply(String action) {
    return "  mapfile -t COMPREPLY < <(compgen " + action + " -- \"$word\")\n";
  }
}
