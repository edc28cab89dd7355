package otus.server.app.cli.hints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.app.cli.Command;
import otus.server.app.cli.CommandLine;
import otus.server.app.cli.Flag;

class OtherToolsTest {
  private static final Pattern NAME = Pattern.compile("--[a-z0-9-]+");

  private static final List<String> NAMES =
      Arrays.stream(Flag.values()).flatMap(flag -> flag.names.stream()).toList();

  @Test
  void advice_names_flags_and_the_advised_is_none() {
    List<String> named =
        OtherTools.options().values().stream()
            .flatMap(advice -> NAME.matcher(advice).results().map(MatchResult::group))
            .toList();
    assertEquals(List.of(), named.stream().filter(name -> !NAMES.contains(name)).toList());
    assertEquals(
        List.of(), OtherTools.options().keySet().stream().filter(NAMES::contains).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --dir=x            | unknown option: --dir (did you mean --root?)
          --gzip             | unknown option: --gzip (did you mean --compress? Precompressed files need no flag)
          --tls              | unknown option: --tls (did you mean --tls-self-signed, or --tls-cert FILE?)
          -v                 | unknown option: -v (did you mean --version, or --log-level debug?)
          -l3000             | unknown option: -l3000 (did you mean --listen?)
          --no-dotfiles      | unknown option: --no-dotfiles (hidden files are not served without --hidden)
          -f                 | unknown option: -f (it stays in the foreground; the command start does not)
          --prot=80          | unknown option: --prot (did you mean --port?)
          --Port=80          | unknown option: --Port (did you mean --port?)
          --root-dir         | unknown option: --root-dir (did you mean --root?)
          -listings          | unknown option: -listings (did you mean --listing?)
          --header-time      | unknown option: --header-time (did you mean --header-timeout?)
          --max-connection=5 | unknown option: --max-connection (did you mean --max-connections?)
          --no-spa           | unknown option: --no-spa (without --spa, it is off)
          --frobnicate       | unknown option: --frobnicate (try --help)
          --nope             | unknown option: --nope (try --help)
          -y                 | unknown option: -y (try --help)
          """)
  void unknown_option_is_one_line_with_advice(String option, String message) {
    assertEquals(message, fault(option));
  }

  @ParameterizedTest
  @CsvSource({
    "statsu, did you mean status?",
    "file-server, a directory needs no command: otus-server DIR",
    "quit, did you mean stop?",
    ":9000, did you mean --port 9000?",
    "localhost:9000, did you mean --listen localhost:9000?",
    "tcp://0.0.0.0:80, did you mean --listen 0.0.0.0:80?",
  })
  void missing_directory_may_be_a_command_or_an_address(String word, String advice) {
    String message = fault(word);
    assertEquals(" (" + advice + ")", message.substring(message.indexOf(" (")));
  }

  private static String fault(String... line) {
    return assertInstanceOf(Command.UsageError.class, CommandLine.read(line)).message();
  }
}
