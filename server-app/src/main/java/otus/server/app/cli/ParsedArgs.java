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

/// The command line sorted into flags and folders: `--port=80`, `--port 80`, `-p80`, `-p 80`,
/// switches together as in `-hV`, `--cors` or `--cors=x` for a flag that may be bare, and `--`
/// before a folder whose name begins with a hyphen. What the words mean is for [CommandLine] to
/// say. One thread.
public final class ParsedArgs {
  private final Map<Flag, List<String>> flags = new EnumMap<>(Flag.class);
  private final List<String> directories;

  private ParsedArgs(CommandLine line) {
    directories = List.copyOf(line.getArgList());
    for (Flag flag : Flag.values()) {
      List<String> values =
          Arrays.stream(line.getOptions())
              .filter(option -> flag.names.contains(withValue(option)))
              .map(option -> option.hasArg() ? option.getValue() : withValue(option))
              .toList();
      if (values.size() > 1 && !flag.repeatable()) {
        throw new UsageException(flag.longName() + " occurs twice");
      }
      if (!values.isEmpty()) {
        flags.put(flag, values);
      }
    }
  }

  /// Sorts the words.
  ///
  /// @throws UsageException if there is an unknown flag among them, or one with too much or too
  ///     little
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
      String name = withValue(e.getOption());
      throw new UsageException(
          Flag.named(name).map(Flag::longName).orElse(name) + " needs a value", e);
    } catch (ParseException e) {
      throw new UsageException(e.getMessage() + " (try --help)", e);
    }
  }

  /// A flag that may be bare gets an empty value: the library would take the next word for it.
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

  /// The library takes a switch with a value for an unknown option.
  private static UsageException unrecognized(UnrecognizedOptionException e) {
    String name = e.getOption().split("=", 2)[0];
    return Flag.named(name).isPresent()
        ? new UsageException(name + " takes no value", e)
        : new UsageException("unknown option: " + name + " (try --help)", e);
  }

  /// Every spelling of every flag, each an option of its own: the library knows no further names.
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

  private static String withValue(Option option) {
    return option.hasLongOpt() ? "--" + option.getLongOpt() : "-" + option.getOpt();
  }

  /// What stands there without a flag.
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

  /// Whether a switch is on, off, or was not given.
  Optional<Boolean> on(Flag flag) {
    return one(flag).map(name -> !Flag.isOff(name));
  }

  /// Whether the flag was given.
  boolean has(Flag flag) {
    return flags.containsKey(flag);
  }
}
