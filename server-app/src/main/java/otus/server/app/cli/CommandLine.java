package otus.server.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.Address;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;
import otus.server.app.config.ShutdownPolicy;
import otus.server.app.config.UsageException;
import otus.server.http.HttpServer;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;

/// Turns parsed arguments into a [Command], with defaults for missing flags. Main thread only,
/// since it accesses the root directory and resolves host names.
///
/// @param parsed the arguments
public record CommandLine(ParsedArgs parsed) {
  private static final int DEFAULT_PORT = 8080;

  /// No limit per address: behind a load balancer all connections come from the same one.
  private static final int UNLIMITED = 0;

  private static final List<String> DEFAULT_ADDRESSES = List.of("127.0.0.1");

  /// Flags that are options of the static handler at `/`.
  private static final List<Flag> ROOT_FLAGS =
      List.of(
          Flag.ROOT,
          Flag.INDEX,
          Flag.CLEAN_URLS,
          Flag.HIDDEN,
          Flag.LISTING,
          Flag.SYMLINKS,
          Flag.PRECOMPRESSED,
          Flag.CHARSET,
          Flag.TYPE,
          Flag.DEFAULT_TYPE,
          Flag.CACHE_CONTROL,
          Flag.IMMUTABLE,
          Flag.SPA,
          Flag.NOT_FOUND);

  private static final String REPLACED =
      " applies to the directory at /, which --mount / replaces:"
          + " use an option of that handler";

  private static final String ABSENT =
      " applies to the directory at /, which --mount turns off unless --root is given:"
          + " use an option of the mounted handler";

  /// Parses a command line. A usage error becomes a [Command.UsageError], not an exception.
  public static Command read(String... line) {
    try {
      return new CommandLine(ParsedArgs.sort(line)).command();
    } catch (UsageException e) {
      return new Command.UsageError(String.valueOf(e.getMessage()));
    }
  }

  private Command command() {
    if (parsed.has(Flag.HELP) || parsed.has(Flag.SUMMARY)) {
      return new Command.Help(parsed.has(Flag.HELP));
    }
    if (parsed.has(Flag.VERSION)) {
      return new Command.Version();
    }
    List<String> command = parsed.directories();
    if (!command.isEmpty() && command.getFirst().equals("plugins")) {
      return pluginsCommand(command.subList(1, command.size()));
    }
    if (parsed.has(Flag.EXPLAIN)) {
      return new Command.Explain(options(), explain());
    }
    return parsed.has(Flag.TRAIN) ? new Command.Train() : new Command.Serve(options());
  }

  /// With `--explain`, `--header` is a field of the request, not of responses.
  private ExplainRequest explain() {
    return new ExplainRequest(parsed.one(Flag.EXPLAIN).orElseThrow(), parsed.all(Flag.HEADER));
  }

  private Command pluginsCommand(List<String> rest) {
    if (rest.isEmpty()) {
      return new Command.ListPlugins(plugins());
    }
    if (rest.size() == 2 && rest.getFirst().equals("check")) {
      return new Command.CheckPlugin(path("no such plugin: ", rest.getLast()));
    }
    throw new UsageException(
        "usage: 'plugins' or 'plugins check X.jar'; to serve a directory of that name, use"
            + " ./plugins");
  }

  /// The settings of the server.
  ///
  /// @throws UsageException if a value is invalid, or flags contradict each other
  public Options options() {
    List<Mount> mounts = mounts();
    List<Address> addresses = addresses();
    return new Options(
        root(mounts),
        content(),
        mounts,
        FilterFlags.filters(parsed),
        addresses,
        AllowedHosts.of(parsed.one(Flag.ALLOWED_HOSTS), addresses),
        value(Flag.PORT, ValueParser::port, DEFAULT_PORT),
        value(Flag.WORKERS, ValueParser::workers, Runtime.getRuntime().availableProcessors()),
        limits(),
        number(Flag.MAX_CONNECTIONS, 1, HttpServer.defaultConnections()),
        number(Flag.MAX_CONNECTIONS_PER_ADDRESS, 0, UNLIMITED),
        plugins(),
        shutdown(),
        admin());
  }

  /// The directory to serve at `/`, or null. With mounts, the current directory is not the default,
  /// because it may be any directory, such as the `/` of a service manager.
  private @Nullable Path root(List<Mount> mounts) {
    List<String> directories = new ArrayList<>(parsed.directories());
    directories.addAll(parsed.all(Flag.ROOT));
    if (directories.size() > 1) {
      throw new UsageException("more than one directory: " + String.join(", ", directories));
    }
    if (directories.isEmpty() && !mounts.isEmpty()) {
      return null;
    }
    return path("no such directory: ", directories.isEmpty() ? "." : directories.getFirst());
  }

  private List<Mount> mounts() {
    List<Mount> mounts = parsed.all(Flag.MOUNT).stream().map(Mount::of).toList();
    boolean atRoot = mounts.stream().anyMatch(Mount::atRoot);
    boolean named = parsed.has(Flag.ROOT) || !parsed.directories().isEmpty();
    for (Flag flag : mounts.isEmpty() || (named && !atRoot) ? List.<Flag>of() : ROOT_FLAGS) {
      if (parsed.has(flag) || (flag == Flag.ROOT && named)) {
        throw new UsageException(flag.longName() + (atRoot ? REPLACED : ABSENT));
      }
    }
    return mounts;
  }

  private List<Address> addresses() {
    List<Address> addresses = new ArrayList<>();
    for (String name : parsed.has(Flag.BIND) ? parsed.all(Flag.BIND) : DEFAULT_ADDRESSES) {
      addresses.addAll(Address.all(name));
    }
    return addresses;
  }

  private PluginDirectory plugins() {
    boolean lenient = parsed.has(Flag.SKIP_BAD_PLUGINS);
    return parsed
        .one(Flag.PLUGINS)
        .map(name -> new PluginDirectory(path("no such plugin directory: ", name), true, lenient))
        .orElseGet(() -> PluginDirectory.ofImage(lenient));
  }

  private static Path path(String otherwise, String name) {
    if (name.isEmpty()) {
      throw new UsageException(otherwise + "''");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageException(otherwise + name, e);
    }
  }

  /// Options of the static handler at `/`, which validates them itself.
  private Map<String, String> content() {
    Map<String, String> content = new HashMap<>();
    content.put("hidden", "false");
    // The router tries the handler at / last, so it also serves the page for 404.
    content.put("not-found", "404.html");
    for (Flag flag : ROOT_FLAGS) {
      if (flag != Flag.ROOT && parsed.has(flag)) {
        content.put(flag.longName().substring("--".length()), option(flag));
      }
    }
    return content;
  }

  /// The value of a flag as an option of the static handler.
  private String option(Flag flag) {
    List<String> values = parsed.all(flag);
    String value = values.getFirst();
    return switch (flag) {
      case HIDDEN, LISTING, IMMUTABLE -> "true";
      case PRECOMPRESSED -> String.valueOf(!Flag.isOff(value));
      case CLEAN_URLS -> value.isEmpty() ? "on" : value;
      case SPA -> value.isEmpty() ? "index.html" : value;
      case TYPE -> String.join(",", values);
      case CACHE_CONTROL -> String.join(";", values);
      default -> value;
    };
  }

  private Optional<ListenAddress> admin() {
    return parsed.one(Flag.ADMIN).map(text -> ListenAddress.of("--admin", text));
  }

  private HttpLimits limits() {
    HttpLimits defaults = HttpLimits.defaults();
    return defaults
        .withRequests(requestLimits())
        .withHeadTimeout(timeout(Flag.HEADER_TIMEOUT, defaults.headTimeout()))
        .withStallTimeout(timeout(Flag.STALL_TIMEOUT, defaults.stallTimeout()))
        .withIdleTimeout(timeout(Flag.IDLE_TIMEOUT, defaults.idleTimeout()))
        .withHandlers(handlerLimits());
  }

  private RequestLimits requestLimits() {
    RequestLimits defaults = RequestLimits.defaults();
    return defaults.withMaxBodySize(
        value(
            Flag.MAX_BODY, word -> ValueParser.size(Flag.MAX_BODY, word), defaults.maxBodySize()));
  }

  private HandlerLimits handlerLimits() {
    HandlerLimits defaults = HandlerLimits.defaults();
    return defaults
        .withAnswerTimeout(time(Flag.ANSWER_TIMEOUT, defaults.answerTimeout()))
        .withMaxBlocking(number(Flag.MAX_BLOCKING, 1, defaults.maxBlocking()));
  }

  private ShutdownPolicy shutdown() {
    ShutdownPolicy defaults = ShutdownPolicy.defaults();
    return new ShutdownPolicy(
        time(Flag.SHUTDOWN_DELAY, defaults.delay()), time(Flag.GRACE_PERIOD, defaults.grace()));
  }

  private int number(Flag flag, int min, int defaultValue) {
    return value(flag, word -> ValueParser.atLeast(flag, min, word), defaultValue);
  }

  private Duration time(Flag flag, Duration defaultValue) {
    return value(flag, word -> ValueParser.time(flag, word), defaultValue);
  }

  private Duration timeout(Flag flag, Duration defaultValue) {
    return value(flag, word -> ValueParser.timeout(flag, word), defaultValue);
  }

  private <T> T value(Flag flag, Function<String, T> parser, T defaultValue) {
    return parsed.one(flag).map(parser).orElse(defaultValue);
  }
}
