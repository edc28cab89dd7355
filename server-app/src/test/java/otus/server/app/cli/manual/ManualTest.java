package otus.server.app.cli.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.app.cli.Command;
import otus.server.app.cli.CommandLine;
import otus.server.app.cli.Flag;
import otus.server.app.cli.HelpSection;
import otus.server.app.cli.HelpText;
import otus.server.app.cli.manual.HelpNotes.Form;

/// Compares the manual page and the completions with the table of flags. The part `manual` of the
/// acceptance tests gives them to man and the shells.
class ManualTest {
  private static final String DATE = "2026-01-31T00:00:00Z";
  private static final Map<String, String> FILES = Manual.files(OffsetDateTime.parse(DATE));
  private static final String PAGE = file("man/man1/otus-server.1");
  private static final String BASH = file("bash-completion/completions/otus-server");
  private static final String ZSH = file("zsh/site-functions/_otus-server");
  private static final String FISH = file("fish/vendor_completions.d/otus-server.fish");

  private static String file(String path) {
    return FILES.getOrDefault(path, "");
  }

  static Stream<Form> verbs() {
    return HelpNotes.read().forms().stream().filter(form -> !form.verbs().isEmpty());
  }

  static Stream<Flag> flags_with_words() {
    return Stream.of(Flag.values()).filter(flag -> !FlagValue.of(flag).words().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRAIN")
  void page_and_completions_have_each_flag(Flag flag) {
    for (String name : flag.names) {
      assertTrue(PAGE.contains("Fl " + Mdoc.escaped(name.substring(1))), name);
    }
    String name = flag.longName();
    assertTrue(BASH.matches("(?s).*compgen -W '[^']*" + name + "[ '].*"), BASH);
    assertTrue(ZSH.contains(name + "=") || ZSH.contains(name + "["), ZSH);
    String option = name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1);
    assertTrue(FISH.contains("complete -c otus-server " + option + " "), FISH);
  }

  @Test
  void hidden_flag_is_in_no_file() {
    FILES.values().forEach(text -> assertFalse(text.matches("(?s).*\\btrain\\b.*"), text));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void page_and_completions_have_each_verb(Form form) {
    assertTrue(PAGE.contains("\n.It " + Mdoc.inline(form.arguments()) + "\n"), PAGE);
    for (String verb : form.verbs()) {
      assertTrue(BASH.matches("(?s).*compgen -W '[^']*\\b" + verb + "\\b.*"), BASH);
      assertTrue(ZSH.contains("'" + verb + ":"), ZSH);
      assertTrue(FISH.contains(" -a " + verb + " "), FISH);
    }
  }

  @Test
  void verbs_are_those_of_the_usage() {
    List<String> verbs = verbs().flatMap(form -> form.verbs().stream()).toList();
    assertTrue(
        verbs.containsAll(List.of("plugins", "config", "check", "reload")), verbs.toString());
    assertEquals(
        HelpText.full().lines().filter(line -> line.matches("       otus-server .*")).count(),
        verbs().count());
  }

  @ParameterizedTest
  @MethodSource("flags_with_words")
  void words_are_valid_values(Flag flag) {
    for (String word : FlagValue.of(flag).words()) {
      String argument = flag.longName() + "=" + word;
      Command command =
          flag.section == HelpSection.TLS
              ? CommandLine.read("--tls-self-signed", "--tls-client-ca=a", argument)
              : CommandLine.read(argument);
      assertInstanceOf(Command.Serve.class, command, command.toString());
      assertTrue(BASH.matches("(?s).*compgen -W '[^']*\\b" + word + "\\b.*"), BASH);
    }
  }

  @Test
  void values_are_completed_by_their_kind() {
    assertEquals(List.of("deny", "inside", "follow"), FlagValue.of(Flag.SYMLINKS).words());
    assertEquals(List.of("redirect"), FlagValue.of(Flag.CLEAN_URLS).words());
    assertEquals(FlagValue.Kind.DIRECTORY, FlagValue.of(Flag.ROOT).kind());
    assertEquals(FlagValue.Kind.FILE, FlagValue.of(Flag.SPA).kind());
    assertEquals(FlagValue.Kind.FILE, FlagValue.of(Flag.ACCESS_LOG).kind());
    assertEquals(FlagValue.Kind.TEXT, FlagValue.of(Flag.PORT).kind());
    assertEquals(FlagValue.Kind.NONE, FlagValue.of(Flag.HIDDEN).kind());
  }

  @Test
  void page_has_each_section_of_the_help() {
    for (String heading : HelpNotes.read().sections().keySet()) {
      String section = heading.equals("Exit codes") ? "EXIT STATUS" : heading.toUpperCase();
      assertTrue(PAGE.contains("\n.Sh " + section + "\n"), section);
    }
    assertTrue(PAGE.contains(".It Li \"129, 130, 143\"\nstopped at once"), PAGE);
    assertTrue(PAGE.startsWith(".Dd January 31, 2026\n"), PAGE);
  }

  @Test
  void text_is_escaped_and_each_sentence_has_its_line() {
    assertEquals("a\\eb\\-c\\(aq\\(ha", Mdoc.escaped("a\\b-c'^"));
    assertEquals("One.\nTwo, e.g. three.\n", new Mdoc().prose("One. Two, e.g. three.").text());
    assertEquals("\\&.br is\n", new Mdoc().prose(".br is").text());
    assertEquals(
        "Cm check Oo Ar FLAG Oc Ns ... Ar X.jar Fl \\-plugins",
        Mdoc.inline("check [FLAG]... X.jar --plugins"));
  }

  @Test
  void program_writes_all_files(@TempDir Path share) throws IOException {
    Manual.main(new String[] {share.toString(), DATE});
    assertEquals(4, FILES.size());
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      assertEquals(file.getValue(), Files.readString(share.resolve(file.getKey())));
    }
  }
}
