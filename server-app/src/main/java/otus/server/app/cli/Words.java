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
import otus.server.app.config.Mistake;

/// The command line sorted into flags and folders: `--port=80`, `--port 80`, `-p80`, `-p 80`,
/// switches together as in `-hV`, `--cors` or `--cors=x` for a flag that may be bare, and `--`
/// before a folder whose name begins with a hyphen. What the words mean is for [Arguments] to say.
/// One thread.
public final class Words {
  private final Map<Flag, List<String>> flags = new EnumMap<>(Flag.class);
  private final List<String> folders;

  private Words(CommandLine line) {
    folders = List.copyOf(line.getArgList());
    for (Flag flag : Flag.values()) {
      List<String> values =
          Arrays.stream(line.getOptions())
              .filter(option -> flag.names.contains(spelled(option)))
              .map(option -> option.hasArg() ? option.getValue() : spelled(option))
              .toList();
      if (values.size() > 1 && !flag.repeatable()) {
        throw new Mistake(flag.longName() + " occurs twice");
      }
      if (!values.isEmpty()) {
        flags.put(flag, values);
      }
    }
  }

  /// Sorts the words.
  ///
  /// @throws Mistake if there is an unknown flag among them, or one with too much or too little
  public static Words sort(String... line) {
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    try {
      return new Words(parser.parse(known(), withoutBareFlags(line)));
    } catch (UnrecognizedOptionException e) {
      throw unrecognized(e);
    } catch (MissingArgumentException e) {
      String name = spelled(e.getOption());
      throw new Mistake(Flag.named(name).map(Flag::longName).orElse(name) + " needs a value", e);
    } catch (ParseException e) {
      throw new Mistake(e.getMessage() + " (try --help)", e);
    }
  }

  /// A flag that may be bare gets an empty value: the library would take the next word for it.
  private static String[] withoutBareFlags(String... line) {
    String[] words = line.clone();
    for (int i = 0; i < words.length && !words[i].equals("--"); i++) {
      Flag flag = Flag.named(words[i]).orElse(Flag.TRAIN);
      if (flag.mayBeBare()) {
        words[i] = flag.longName() + "=";
      }
    }
    return words;
  }

  /// The library takes a switch with a value for an unknown option.
  private static Mistake unrecognized(UnrecognizedOptionException e) {
    String name = e.getOption().split("=", 2)[0];
    return Flag.named(name).isPresent()
        ? new Mistake(name + " takes no value", e)
        : new Mistake("unknown option: " + name + " (try --help)", e);
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

  private static String spelled(Option option) {
    return option.hasLongOpt() ? "--" + option.getLongOpt() : "-" + option.getOpt();
  }

  /// What stands there without a flag.
  List<String> folders() {
    return folders;
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
