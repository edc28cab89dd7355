package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.http.config.HttpLimits;

class HelpTextTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRAIN")
  void both_helps_have_every_flag(Flag flag) {
    assertTrue(HelpText.summary().contains(flag.longName()), HelpText.summary());
    assertTrue(HelpText.full().contains(String.join(", ", flag.names)), HelpText.full());
  }

  @Test
  void training_is_the_builds_business() {
    assertFalse(HelpText.full().contains("--train"));
    assertFalse(HelpText.summary().contains("--train"));
  }

  @Test
  void no_line_is_longer_than_a_terminal() {
    Stream.concat(HelpText.full().lines(), HelpText.summary().lines())
        .forEach(
            line -> assertTrue(line.length() <= 80 && line.equals(line.stripTrailing()), line));
  }

  @Test
  void no_name_stands_for_two_flags() {
    List<String> names = Arrays.stream(Flag.values()).flatMap(f -> f.names.stream()).toList();
    assertEquals(
        List.of(), names.stream().filter(n -> names.indexOf(n) != names.lastIndexOf(n)).toList());
    names.forEach(name -> assertTrue(Flag.named(name).orElseThrow().names.contains(name)));
    assertEquals(Optional.empty(), Flag.named("--no-such-flag"));
  }

  /// What the help says is the default, given as a flag, makes no difference.
  @Test
  void the_defaults_are_as_the_help_says() {
    Pattern value = Pattern.compile("Default: ([0-9.]+[a-z]?)\\b");
    String[] line =
        Arrays.stream(Flag.values())
            .flatMap(
                flag -> {
                  Matcher matcher = value.matcher(flag.more);
                  return matcher.find()
                      ? Stream.of(flag.longName(), matcher.group(1))
                      : Stream.of();
                })
            .toArray(String[]::new);
    assertEquals(24, line.length, Arrays.stream(line).collect(Collectors.joining(" ")));
    assertEquals(CommandLine.read(), CommandLine.read(line));
    assertEquals(HttpLimits.defaults(), ((Command.Run) CommandLine.read(line)).options().limits());
  }
}
