package otus.server.app.cli;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import otus.server.app.config.UsageException;

/// The arguments, split into flags and directories; [CommandLine] interprets them. Immutable.
///
/// Accepts `--port=80`, `--port 80`, `-p80` and `-p 80`, combined switches as in `-hV`, `--cors` or
/// `--cors=x` for a flag with an optional value, and `--` before a directory whose name begins with
/// a hyphen.
public final class ParsedArgs {
  private final Map<Flag, List<String>> flags = new EnumMap<>(Flag.class);
  private final List<String> directories;

  private ParsedArgs(CommandLine line) {
    directories = List.copyOf(line.getArgList());
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
        flags.put(flag, values);
      }
    }
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
      return new ParsedArgs(parser.parse(known(), withoutBareFlags(line)));
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
        : new UsageException("unknown option: " + name + " (try --help)", e);
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

  /// The arguments that are not flags or values of flags.
  List<String> directories() {
    return directories;
  }

  /// The values of a flag, in order; empty if it was not given.
  List<String> all(Flag flag) {
    return flags.getOrDefault(flag, List.of());
  }

  /// The value of a flag that is given at most once.
  Optional<String> one(Flag flag) {
    return all(flag).stream().findFirst();
  }

  /// Whether the flag was given.
  boolean has(Flag flag) {
    return flags.containsKey(flag);
  }
}
