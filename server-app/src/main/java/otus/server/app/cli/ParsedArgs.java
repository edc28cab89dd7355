package otus.server.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import otus.server.app.cli.hints.UnknownOption;
import otus.server.app.config.UsageException;

/// The values of flags, each with the place that it comes from, and directories. They come from the
/// arguments, or from the environment or a file as if they were arguments; [CommandLine] interprets
/// them. Immutable.
///
/// Accepts `--port=80`, `--port 80`, `-p80` and `-p 80`, combined switches as in `-hV`, `--cors` or
/// `--cors=x` for a flag with an optional value, and `--` before a directory whose name begins with
/// a hyphen.
public final class ParsedArgs {
  private final Map<Flag, Setting> settings;
  private final List<String> directories;

  /// The values of one flag.
  ///
  /// @param values the values in order; those of a switch are spellings, see [Flag#switched]; empty
  ///     if the flag is turned off, or a list has no entry
  /// @param place the place as messages name it: `--port`, `OTUS_PORT`, or `otus.toml:3: port`
  record Setting(List<String> values, String place) {

    /// Copies the values.
    Setting {
      values = List.copyOf(values);
    }
  }

  ParsedArgs(Map<Flag, Setting> settings, List<String> directories) {
    this.settings = settings.isEmpty() ? Map.of() : new EnumMap<>(settings);
    this.directories = List.copyOf(directories);
  }

  private static ParsedArgs of(CommandLine line) {
    Map<Flag, Setting> settings = new EnumMap<>(Flag.class);
    for (Flag flag : Flag.values()) {
      List<String> values =
          Arrays.stream(line.getOptions())
              .filter(option -> flag.names.contains(spelling(option)))
              .map(option -> option.hasArg() ? option.getValue() : spelling(option))
              .toList();
      if (values.size() > 1 && !flag.repeatable()) {
        throw new UsageException(flag.longName() + " occurs twice");
      }
      if (!values.isEmpty()) {
        settings.put(flag, new Setting(values, flag.longName()));
      }
    }
    return new ParsedArgs(settings, line.getArgList());
  }

  /// Splits a command line.
  ///
  /// @throws UsageException if a flag is unknown or repeated, lacks its value, or has a value but
  ///     takes none
  public static ParsedArgs sort(String... line) {
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    try {
      return of(parser.parse(known(), withoutBareFlags(line)));
    } catch (UnrecognizedOptionException e) {
      throw unrecognized(e);
    } catch (MissingArgumentException e) {
      String name = spelling(e.getOption());
      throw new UsageException(
          Flag.named(name).map(Flag::longName).orElse(name) + " needs a value", e);
    } catch (ParseException e) {
      throw new UsageException(e.getMessage() + " (try --help)", e);
    }
  }

  /// Returns a command line without its first argument that is neither a flag nor its value.
  ///
  /// @param word that argument
  public static List<String> without(String word, List<String> line) {
    List<String> rest = sort(line.toArray(String[]::new)).directories();
    for (int i = 0; i < line.size(); i++) {
      List<String> others = new ArrayList<>(line);
      if (others.remove(i).equals(word)) {
        try {
          List<String> left = sort(others.toArray(String[]::new)).directories();
          if (left.equals(rest.subList(1, rest.size()))) {
            return others;
          }
        } catch (UsageException e) {
          continue; // it is the value of a flag
        }
      }
    }
    throw new IllegalArgumentException("no argument " + word);
  }

  /// Gives flags whose optional value is missing an empty one. Otherwise the library would take the
  /// next argument as the value.
  private static String[] withoutBareFlags(String... line) {
    String[] parsed = line.clone();
    for (int i = 0; i < parsed.length && !parsed[i].equals("--"); i++) {
      Flag flag = Flag.named(parsed[i]).orElse(Flag.TRAIN);
      if (flag.mayBeBare()) {
        parsed[i] = flag.longName() + "=";
      }
    }
    return parsed;
  }

  /// Returns the message for an unknown option. The library reports a switch that was given a value
  /// as unknown, too.
  private static UsageException unrecognized(UnrecognizedOptionException e) {
    String name = e.getOption().split("=", 2)[0];
    return Flag.named(name).isPresent()
        ? new UsageException(name + " takes no value", e)
        : new UsageException(UnknownOption.message(name, names()), e);
  }

  /// The long names and aliases of flags, each with the name to write.
  private static Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    for (Flag flag : Flag.values()) {
      if (flag != Flag.TRAIN) {
        flag.names.forEach(name -> names.put(name, Flag.isOff(name) ? name : flag.longName()));
      }
    }
    return names;
  }

  /// The options for the library, one per spelling of a flag, since the library has no aliases.
  private static Options known() {
    Options options = new Options();
    for (Flag flag : Flag.values()) {
      for (String name : flag.names) {
        Option.Builder option =
            name.startsWith("--")
                ? Option.builder().longOpt(name.substring(2))
                : Option.builder(name.substring(1));
        options.addOption(option.hasArg(flag.label != null).get());
      }
    }
    return options;
  }

  private static String spelling(Option option) {
    return option.hasLongOpt() ? "--" + option.getLongOpt() : "-" + option.getOpt();
  }

  /// Returns these values, and those of a lower level for flags that this level does not have. A
  /// directory takes the place of `--root`.
  ParsedArgs or(ParsedArgs lower) {
    Map<Flag, Setting> all = new EnumMap<>(Flag.class);
    all.putAll(lower.settings);
    if (!directories.isEmpty()) {
      all.remove(Flag.ROOT);
    }
    all.putAll(settings);
    boolean rooted = !directories.isEmpty() || settings.containsKey(Flag.ROOT);
    return new ParsedArgs(all, rooted ? directories : lower.directories);
  }

  /// Returns the selected values and the directories.
  ParsedArgs only(Predicate<Flag> selected) {
    Map<Flag, Setting> some = new EnumMap<>(Flag.class);
    settings.forEach(
        (flag, setting) -> {
          if (selected.test(flag)) {
            some.put(flag, setting);
          }
        });
    return new ParsedArgs(some, directories);
  }

  /// Returns the values with other directories.
  ParsedArgs withDirectories(List<String> others) {
    return new ParsedArgs(settings, others);
  }

  /// The arguments that are not flags or values of flags.
  List<String> directories() {
    return directories;
  }

  /// The values of a flag with their place, even if they turn it off; empty if it was not given.
  Optional<Setting> setting(Flag flag) {
    return Optional.ofNullable(settings.get(flag));
  }

  /// The values of a flag, in order; empty if it was not given.
  List<String> all(Flag flag) {
    return setting(flag).map(Setting::values).orElse(List.of());
  }

  /// The value of a flag that is given at most once.
  Optional<String> one(Flag flag) {
    return all(flag).stream().findFirst();
  }

  /// Whether the flag was given.
  boolean has(Flag flag) {
    return !all(flag).isEmpty();
  }

  /// The place of a flag's values as messages name it; the flag itself if it was not given.
  String place(Flag flag) {
    return setting(flag).map(Setting::place).orElse(flag.longName());
  }

  /// Returns a usage error with the place of the flag's values instead of the name of the flag.
  UsageException located(Flag flag, UsageException e) {
    String message = String.valueOf(e.getMessage());
    String place = place(flag);
    if (message.startsWith(place) || place.equals(flag.longName())) {
      return e;
    }
    return new UsageException(
        message.startsWith(flag.longName())
            ? place + message.substring(flag.longName().length())
            : place + ": " + message,
        e);
  }

  /// Returns the parsed value of a flag. A usage error names the place of the value.
  <T> T value(Flag flag, Function<String, T> parser, T defaultValue) {
    return one(flag).map(word -> located(flag, parser, word)).orElse(defaultValue);
  }

  /// Parses a value. A usage error names the place of the value.
  <V, T> T located(Flag flag, Function<V, T> parser, V word) {
    try {
      return parser.apply(word);
    } catch (UsageException e) {
      throw located(flag, e);
    }
  }
}
