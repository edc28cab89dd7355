package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.http.config.HttpLimits;

class HelpTextTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRAIN")
  void summary_and_full_help_contain_every_flag(Flag flag) {
    String shown = flag == Flag.PRECOMPRESSED ? "--no-precompressed" : flag.longName();
    assertTrue(HelpText.summary().contains(" " + shown), HelpText.summary());
    assertTrue(HelpText.full().contains(String.join(", ", flag.names)), HelpText.full());
  }

  @Test
  void help_omits_train() {
    assertFalse(HelpText.full().contains("--train"));
    assertFalse(HelpText.summary().contains("--train"));
  }

  @Test
  void help_fits_80_columns() {
    Stream.concat(HelpText.full().lines(), HelpText.summary().lines())
        .forEach(
            line -> assertTrue(line.length() <= 80 && line.equals(line.stripTrailing()), line));
  }

  @Test
  void flag_names_are_unique() {
    List<String> names = Arrays.stream(Flag.values()).flatMap(f -> f.names.stream()).toList();
    assertEquals(
        List.of(), names.stream().filter(n -> names.indexOf(n) != names.lastIndexOf(n)).toList());
    names.forEach(name -> assertTrue(Flag.named(name).orElseThrow().names.contains(name)));
    assertEquals(Optional.empty(), Flag.named("--no-such-flag"));
  }

  /// Returns the values of all settings, without the names of those that are given.
  private static String values(Command command) {
    return command.toString().replaceAll(", given=\\[[^]]*]", "");
  }

  @Test
  void help_names_real_defaults() {
    Pattern value = Pattern.compile("Default: ([0-9][0-9.]*[a-z]?)(?=[ ,]|$)");
    String[] line =
        Arrays.stream(Flag.values())
            .filter(flag -> flag != Flag.CACHE_REVALIDATE) // the handler has this default
            .flatMap(
                flag -> {
                  Matcher matcher = value.matcher(flag.more);
                  return matcher.find()
                      ? Stream.of(flag.longName(), matcher.group(1))
                      : Stream.of();
                })
            .toArray(String[]::new);
    assertTrue(List.of(line).containsAll(List.of("--port", "8080", "--idle-timeout", "75s")));
    assertEquals(values(CommandLine.read()), values(CommandLine.read(line)));
    assertEquals(
        HttpLimits.defaults(), ((Command.Serve) CommandLine.read(line)).options().limits());
  }
}
