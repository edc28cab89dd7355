package otus.server.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.Options;
import otus.server.app.config.UsageException;

/// The levels below the arguments, and the commands that their first word selects. Main thread
/// only.
///
/// @param environment the environment variables
/// @param defaults values of flags that no level has, by the long name of the flag
/// @param warnings receives one line for each variable that is unknown
record Levels(
    Map<String, String> environment,
    Map<String, List<String>> defaults,
    Consumer<String> warnings) {
  /// The place of the default that only a terminal has.
  static final String TERMINAL = "terminal";

  /// Flags without which a terminal lists directories (ADR 26): they say what a directory answers,
  /// or let others reach the server by a proxy or another name.
  private static final Set<Flag> UNLISTED =
      Set.of(
          Flag.INDEX, Flag.SPA, Flag.MOUNT, Flag.CONFIG, Flag.ALLOWED_HOSTS, Flag.TRUSTED_PROXIES);

  /// Addresses of `--bind` that only this machine reaches, as text: no name is looked up for this.
  private static final String LOOPBACK = "127(\\.\\d+){3}|localhost|::1|\\[::1]";

  /// The same for `--listen`.
  private static final String LOCAL_LISTENER = "((127(\\.\\d+){3}|localhost|\\[::1]):)?\\d+(,.*)?";

  /// Interprets arguments.
  Command command(ParsedArgs line) {
    if (line.has(Flag.HELP) || line.has(Flag.SUMMARY)) {
      return new Command.Help(line.has(Flag.HELP));
    }
    if (line.has(Flag.VERSION)) {
      return new Command.Version();
    }
    if (line.has(Flag.TRAIN)) {
      return new Command.Train();
    }
    List<String> words = line.directories();
    String verb = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (verb) {
      case "help" -> {
        flagsOnly(verb, rest);
        yield new Command.Help(true);
      }
      case "version" -> {
        flagsOnly(verb, rest);
        yield new Command.Version();
      }
      case "plugins" -> pluginsCommand(merged(line.withDirectories(List.of())), rest);
      case "config" -> new Command.ShowConfig(ConfigText.of(merged(line.withDirectories(rest))));
      case "check" -> new Command.Check(merged(line.withDirectories(rest)).options());
      case "reload" -> reloadCommand(merged(line.withDirectories(List.of())), rest);
      case "start", "restart" ->
          new Command.Manage(verb, merged(line.withDirectories(rest)).options().pidFile());
      case "stop", "status" -> {
        flagsOnly(verb, rest);
        yield new Command.Manage(verb, merged(line.withDirectories(List.of())).pidFile());
      }
      default -> {
        Options options = merged(line).options();
        yield line.has(Flag.EXPLAIN)
            ? new Command.Explain(options, explain(line, options))
            : new Command.Serve(options);
      }
    };
  }

  private CommandLine merged(ParsedArgs line) {
    return merged(line, false);
  }

  /// Merges the levels: arguments, environment, file, defaults.
  ///
  /// @param again whether the file was read before
  CommandLine merged(ParsedArgs line, boolean again) {
    EnvironmentVariables variables = EnvironmentVariables.read(environment);
    variables.warnings().forEach(warnings);
    // With --explain, --header is a field of the request.
    boolean explains = line.has(Flag.EXPLAIN);
    ParsedArgs arguments = line.directories().isEmpty() ? line : withPort(line);
    ParsedArgs upper =
        arguments.only(flag -> !(explains && flag == Flag.HEADER)).or(variables.values());
    if (!upper.has(Flag.CONFIG)) {
      return new CommandLine(withDefaults(upper));
    }
    String name = upper.one(Flag.CONFIG).orElseThrow();
    Path path = CommandLine.path("no such configuration file: ", name);
    if (name.matches("-?\\d+") && !Files.exists(path)) { // the time for caches, of http-server
      throw new UsageException(
          "no such configuration file: " + name + " (did you mean --cache-control '*=no-cache'?)");
    }
    ConfigFile file = again ? ConfigFile.readAgain(path) : ConfigFile.read(path);
    return new CommandLine(withDefaults(upper.or(file.values())), file.sites());
  }

  /// A number in place of a directory is the port, as of Python's http.server, unless there is a
  /// directory of that name.
  private static ParsedArgs withPort(ParsedArgs line) {
    for (String word : line.directories()) {
      if (isPort(word) && !line.has(Flag.PORT) && !Files.exists(Path.of(word))) {
        List<String> others = new ArrayList<>(line.directories());
        others.remove(word);
        ParsedArgs.Setting port = new ParsedArgs.Setting(List.of(word), Flag.PORT.longName());
        return line.withDirectories(others).or(new ParsedArgs(Map.of(Flag.PORT, port), List.of()));
      }
    }
    return line;
  }

  private static boolean isPort(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return false;
      }
    }
    return !word.isEmpty() && word.length() <= 5 && Integer.parseInt(word) <= 0xFFFF;
  }

  // Without lambdas: each start at a terminal runs it, and the cache does not contain them.
  private ParsedArgs withDefaults(ParsedArgs upper) {
    if (defaults.isEmpty()) {
      return upper;
    }
    Map<Flag, ParsedArgs.Setting> lowest = new EnumMap<>(Flag.class);
    for (Map.Entry<String, List<String>> each : defaults.entrySet()) {
      Flag flag = Flag.named(each.getKey()).orElseThrow();
      if (flag != Flag.LISTING) {
        lowest.put(flag, new ParsedArgs.Setting(each.getValue(), each.getKey()));
      } else if (isListed(upper)) {
        lowest.put(flag, new ParsedArgs.Setting(each.getValue(), TERMINAL));
      }
    }
    return upper.or(new ParsedArgs(lowest, List.of()));
  }

  /// Whether a terminal lists directories by default.
  private static boolean isListed(ParsedArgs upper) {
    for (Flag flag : UNLISTED) {
      if (upper.has(flag)) {
        return false;
      }
    }
    return isEach(upper, Flag.BIND, LOOPBACK) && isEach(upper, Flag.LISTEN, LOCAL_LISTENER);
  }

  private static boolean isEach(ParsedArgs upper, Flag flag, String pattern) {
    for (String value : upper.all(flag)) {
      if (!value.matches(pattern)) {
        return false;
      }
    }
    return true;
  }

  private static ExplainRequest explain(ParsedArgs line, Options options) {
    String word = line.one(Flag.EXPLAIN).orElseThrow();
    return ExplainRequest.of(word, line.all(Flag.HEADER), options);
  }

  private static void flagsOnly(String verb, List<String> rest) {
    if (!rest.isEmpty()) {
      throw new UsageException(verb + " takes flags only, not " + rest.getFirst());
    }
  }

  /// With an admin address and no pid file, the admin listener is asked, as it may be on another
  /// host or in another container.
  private static Command reloadCommand(CommandLine merged, List<String> rest) {
    flagsOnly("reload", rest);
    if (merged.pidFile().isPresent()) {
      return new Command.Manage("reload", merged.pidFile());
    }
    return new Command.Reload(
        merged
            .admin()
            .orElseThrow(
                () ->
                    new UsageException(
                        "reload needs the --pid-file or the --admin address of the server, from a"
                            + " flag or its configuration; without them, send the process"
                            + " SIGHUP")));
  }

  private static Command pluginsCommand(CommandLine merged, List<String> rest) {
    if (rest.isEmpty()) {
      return new Command.ListPlugins(merged.plugins());
    }
    if (rest.size() == 2 && rest.getFirst().equals("check")) {
      return new Command.CheckPlugin(CommandLine.path("no such plugin: ", rest.getLast()));
    }
    throw new UsageException(
        "usage: 'plugins' or 'plugins check X.jar|DIR'; to serve a directory of that name, use"
            + " ./plugins");
  }
}
