package otus.server.app.cli.manual;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import otus.server.app.cli.Flag;
import otus.server.app.cli.HelpSection;
import otus.server.app.cli.manual.HelpNotes.Entry;
import otus.server.app.cli.manual.HelpNotes.Form;

/// The manual page `otus-server(1)` in the macros of mdoc(7). Pure.
final class ManualPage {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH);

  /// The sections that mdoc(7) puts in this order after all others, by their headings in the help.
  private static final Map<String, String> LAST =
      Map.of("Environment", "ENVIRONMENT", "Exit codes", "EXIT STATUS", "Examples", "EXAMPLES");

  private static final String DESCRIPTION =
      """
      .Nm
      serves the files of a directory over HTTP/2 and HTTP/1.1.
      Each of the
      .Sx OPTIONS
      except those of
      .Sx Information
      is also a variable and a key of a configuration file.
      Flags and directories may be given in any order.
      A flag with a value is written
      .Ql \\-\\-flag value
      or
      .Ql \\-\\-flag=value ;
      an optional value needs the second spelling.
      """;

  private static final List<Entry> FILES =
      List.of(
          new Entry(
              "/etc/otus-server/otus-server.toml",
              "The settings of the service, as installed by the Debian package."),
          new Entry("/var/www/html", "The directory that the service serves by default."),
          new Entry(
              "/usr/lib/otus-server/plugins",
              "Plugins, if the directory exists: the directory 'plugins' of the runtime image."));

  private final LocalDate date;
  private final Mdoc page = new Mdoc();

  /// @param date the date in the footer
  ManualPage(LocalDate date) {
    this.date = date;
  }

  /// Returns the source of the page.
  String text() {
    HelpNotes notes = HelpNotes.read();
    page.raw(".Dd " + DATE.format(date)).raw(".Dt OTUS-SERVER 1").raw(".Os");
    page.section("NAME").raw(".Nm otus-server").raw(".Nd web server for static files");
    page.section("SYNOPSIS");
    notes.forms().forEach(form -> page.raw(".Nm").macros(form.arguments()));
    page.section("DESCRIPTION").raw(DESCRIPTION.stripTrailing());
    commands(notes);
    page.section("OPTIONS");
    for (HelpSection section : HelpSection.values()) {
      if (section != HelpSection.HIDDEN) {
        options(section);
      }
    }
    notes.sections().entrySet().stream()
        .filter(section -> !LAST.containsKey(section.getKey()))
        .forEach(section -> entries(section.getKey().toUpperCase(Locale.ROOT), section.getValue()));
    section(notes, "Environment");
    entries("FILES", FILES);
    section(notes, "Exit codes");
    section(notes, "Examples");
    return page.text();
  }

  private void section(HelpNotes notes, String heading) {
    List<Entry> entries = notes.sections().get(heading);
    if (entries == null) {
      throw new IllegalStateException("the help has no section " + heading);
    }
    entries(LAST.getOrDefault(heading, heading), entries);
  }

  private void commands(HelpNotes notes) {
    page.section("COMMANDS").raw(".Bl -tag -width Ds");
    for (Form form : notes.forms()) {
      if (!form.verbs().isEmpty()) {
        page.raw(".It " + Mdoc.inline(form.arguments())).prose(sentence(form.brief()));
      }
    }
    page.raw(".El");
    page.prose("To serve a directory that is named like a command, write ./NAME.");
  }

  private static String sentence(String brief) {
    return brief.substring(0, 1).toUpperCase(Locale.ROOT) + brief.substring(1) + ".";
  }

  private void options(HelpSection section) {
    page.raw(".Ss " + section.title).raw(".Bl -tag -width Ds");
    for (Flag flag : Flag.values()) {
      if (flag.section == section) {
        page.raw(".It " + spellings(flag)).prose(flag.brief + " " + flag.more);
      }
    }
    page.raw(".El");
  }

  private static String spellings(Flag flag) {
    String value = FlagValue.label(flag);
    String kind = FlagValue.of(flag).kind() == FlagValue.Kind.WORDS ? " Cm " : " Ar ";
    String argument = value.isEmpty() ? "" : kind + Mdoc.escaped(value);
    String names =
        flag.names.stream()
            .map(name -> "Fl " + Mdoc.escaped(name.substring(1)))
            .collect(Collectors.joining(" , "));
    return names + (flag.mayBeBare() ? " Ns Oo Ns = Ns" + argument + " Oc" : argument);
  }

  private void entries(String heading, List<Entry> entries) {
    page.section(heading).raw(".Bl -tag -width Ds");
    for (Entry entry : entries) {
      page.raw(".It Li " + Mdoc.quoted(entry.term())).prose(entry.text());
    }
    page.raw(".El");
  }
}
