package otus.server.app.cli.manual;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import otus.server.app.cli.Flag;
import otus.server.app.cli.manual.HelpNotes.Form;

/// The completion for fish. Pure.
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion of otus-server for fish. Written by the build: do not edit.

      complete -c otus-server -f -a '(__fish_complete_directories)'
      """;

  private FishCompletion() {}

  static String text() {
    return HEAD
        + HelpNotes.read().forms().stream().map(FishCompletion::verbs).collect(Collectors.joining())
        + FlagValue.flags().map(FishCompletion::flag).collect(Collectors.joining());
  }

  private static String verbs(Form form) {
    String condition = "__fish_use_subcommand";
    List<String> words = form.verbs();
    StringBuilder lines = new StringBuilder();
    if (!form.subverbs().isEmpty()) {
      condition = "__fish_seen_subcommand_from " + String.join(" ", form.verbs());
      words = form.subverbs();
      lines.append(
          String.format(
              Locale.ROOT,
              "complete -c otus-server -n '__fish_seen_subcommand_from %s' -F\n",
              String.join(" ", form.subverbs())));
    }
    for (String word : words) {
      lines.append(
          String.format(
              Locale.ROOT,
              "complete -c otus-server -n '%s' -a %s -d '%s'\n",
              condition,
              word,
              quoted(form.brief())));
    }
    return lines.toString();
  }

  /// Returns a line for each spelling.
  private static String flag(Flag flag) {
    return FlagValue.offered(flag).stream()
        .map(
            name ->
                String.format(
                    Locale.ROOT,
                    "complete -c otus-server %s%s -d '%s'\n",
                    option(name),
                    values(flag),
                    quoted(flag.brief)))
        .collect(Collectors.joining());
  }

  private static String option(String name) {
    return name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1);
  }

  private static String values(Flag flag) {
    FlagValue value = FlagValue.of(flag);
    String required = flag.mayBeBare() ? "" : " -r";
    return switch (value.kind()) {
      case NONE -> "";
      case WORDS -> required + " -f -a '" + String.join(" ", value.words()) + "'";
      case DIRECTORY -> required + " -f -a '(__fish_complete_directories)'";
      case FILE -> flag.mayBeBare() ? "" : " -r -F";
      case TEXT -> required + " -f";
    };
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }
}
