package otus.server.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.AccessLogSpec;
import otus.server.app.config.Address;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.LogOptions;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;
import otus.server.app.config.Site;
import otus.server.app.config.UsageException;
import otus.server.http.config.TrustedProxies;

/// Turns parsed arguments into a [Command], with defaults for missing flags. Main thread only,
/// since it accesses the root directory and resolves host names.
///
/// @param parsed the values of flags, from all levels
/// @param sites the sites of the configuration file
public record CommandLine(ParsedArgs parsed, List<ConfigFile.SiteTable> sites) {
  static final int DEFAULT_PORT = 8080;

  private static final List<String> DEFAULT_ADDRESSES = List.of("127.0.0.1");

  /// Interprets arguments without a file and sites.
  public CommandLine(ParsedArgs parsed) {
    this(parsed, List.of());
  }

  /// Parses a command line without an environment.
  public static Command read(String... line) {
    return read(Map.of(), _ -> {}, line);
  }

  /// Parses a command line. A usage error becomes a [Command.UsageError], not an exception. May be
  /// repeated: it reads files and resolves names, but changes nothing.
  ///
  /// @param environment the environment variables
  /// @param warnings receives one line for each variable that is unknown
  public static Command read(
      Map<String, String> environment, Consumer<String> warnings, String... line) {
    return read(environment, Map.of(), warnings, line);
  }

  /// Parses a command line like [#read].
  ///
  /// @param defaults values of flags that are not given, by the long name of the flag
  public static Command read(
      Map<String, String> environment,
      Map<String, List<String>> defaults,
      Consumer<String> warnings,
      String... line) {
    try {
      return new Levels(environment, defaults, warnings).command(ParsedArgs.sort(line));
    } catch (UsageException e) {
      return new Command.UsageError(String.valueOf(e.getMessage()));
    }
  }

  /// Reads the settings of a command line that [#read] has accepted before, for a reload. Does not
  /// open a configuration file that is a pipe or the like, which would wait for a writer.
  ///
  /// @throws UsageException if a value is invalid, or flags contradict each other
  public static Options settings(
      Map<String, String> environment,
      Map<String, List<String>> defaults,
      Consumer<String> warnings,
      String... line) {
    return new Levels(environment, defaults, warnings)
        .merged(ParsedArgs.sort(line), true)
        .options();
  }

  /// The settings of the server.
  ///
  /// @throws UsageException if a value is invalid, or flags contradict each other
  public Options options() {
    ContentFlags content = new ContentFlags(parsed);
    LimitFlags limits = new LimitFlags(parsed);
    List<Mount> mounts = content.mounts(!sites.isEmpty());
    List<Address> addresses = addresses();
    List<ListenAddress> listen = listen();
    List<Site> all = sites.stream().map(content::site).toList();
    TrustedProxies proxies = proxies();
    checkProxies(listen, proxies);
    TlsFlags tls = new TlsFlags(parsed);
    return new Options(
        content.root(mounts, !sites.isEmpty()),
        content.options(),
        mounts,
        FilterFlags.filters(parsed),
        addresses,
        hosts(addresses, listen, all),
        parsed.value(Flag.PORT, ValueParser::port, DEFAULT_PORT),
        parsed.value(
            Flag.WORKERS, ValueParser::workers, Runtime.getRuntime().availableProcessors()),
        limits.http(),
        limits.connections(),
        limits.clients(),
        plugins(),
        limits.shutdown(),
        listen,
        all,
        proxies,
        logs(),
        admin(),
        pidFile(),
        tls.options(addresses, listen, all),
        tls.versions(),
        given());
  }

  private Set<String> given() {
    Set<String> given = new HashSet<>();
    for (Flag flag : List.of(Flag.BIND, Flag.PORT, Flag.LISTING, Flag.OPEN, Flag.QR)) {
      if (parsed.has(flag) && !parsed.place(flag).equals(Levels.TERMINAL)) {
        given.add(flag.longName().substring(2));
      }
    }
    if (parsed.has(Flag.ROOT)
        || parsed.has(Flag.MOUNT)
        || !parsed.directories().isEmpty()
        || !sites.isEmpty()) {
      given.add("content");
    }
    return given;
  }

  private void checkProxies(List<ListenAddress> listen, TrustedProxies proxies) {
    try {
      ListenAddress.checkProxies(Flag.LISTEN.longName(), listen, proxies);
    } catch (UsageException e) {
      throw parsed.located(Flag.LISTEN, e);
    }
  }

  /// The addresses to listen on at the port of `--port`. With `--listen`, those of `--bind` have no
  /// default.
  private List<Address> addresses() {
    if (parsed.has(Flag.LISTEN) && !parsed.has(Flag.BIND) && !parsed.has(Flag.PORT)) {
      return List.of();
    }
    return bound();
  }

  /// The addresses of `--bind`.
  private List<Address> bound() {
    List<Address> addresses = new ArrayList<>();
    for (String name : parsed.has(Flag.BIND) ? parsed.all(Flag.BIND) : DEFAULT_ADDRESSES) {
      addresses.addAll(parsed.located(Flag.BIND, Address::all, name));
    }
    return addresses;
  }

  private List<ListenAddress> listen() {
    List<ListenAddress> listen = new ArrayList<>();
    String flag = Flag.LISTEN.longName();
    for (String word : parsed.all(Flag.LISTEN)) {
      listen.add(parsed.located(Flag.LISTEN, text -> ListenAddress.of(flag, text), word));
    }
    if (parsed.has(Flag.TLS_PORT)) {
      listen.addAll(new TlsFlags(parsed).listeners(bound()));
    }
    return listen;
  }

  /// The hosts that requests may name, with those of the sites.
  private AllowedHosts hosts(List<Address> addresses, List<ListenAddress> listen, List<Site> all) {
    List<Address> bound = new ArrayList<>(addresses);
    Stream.concat(listen.stream(), all.stream().flatMap(site -> site.listen().stream()))
        .forEach(address -> address.host().ifPresent(bound::add));
    Optional<String> list = parsed.one(Flag.ALLOWED_HOSTS);
    AllowedHosts hosts =
        parsed.located(Flag.ALLOWED_HOSTS, names -> AllowedHosts.of(names, bound), list);
    // A site for all hosts does not allow hosts that the server refuses.
    Stream<String> named = all.stream().flatMap(site -> site.hosts().stream());
    return hosts.and(named.filter(host -> !host.equals("*")).toList());
  }

  PluginDirectory plugins() {
    boolean lenient = parsed.has(Flag.SKIP_BAD_PLUGINS);
    PluginDirectory directory =
        parsed
            .one(Flag.PLUGINS)
            .map(
                name ->
                    new PluginDirectory(path("no such plugin directory: ", name), true, lenient))
            .orElseGet(() -> PluginDirectory.ofImage(lenient));
    String modules = parsed.one(Flag.PLUGIN_NATIVE_ACCESS).orElse("");
    return modules.isEmpty()
        ? directory
        : directory.withNativeAccess(List.of(modules.split(" *, *", -1)));
  }

  static Path path(String otherwise, String name) {
    if (name.isEmpty()) {
      throw new UsageException(otherwise + "''");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageException(otherwise + name, e);
    }
  }

  private TrustedProxies proxies() {
    TrustedProxies proxies =
        parsed.value(Flag.TRUSTED_PROXIES, ValueParser::proxies, TrustedProxies.NONE);
    Optional<String> header = parsed.one(Flag.FORWARDED_HEADER);
    return header.isEmpty()
        ? proxies
        : parsed.located(
            Flag.FORWARDED_HEADER, name -> ValueParser.header(proxies, name), header.get());
  }

  Optional<ListenAddress> admin() {
    return parsed
        .one(Flag.ADMIN)
        .map(word -> parsed.located(Flag.ADMIN, text -> ListenAddress.of("--admin", text), word));
  }

  /// The path of the pid file, if a setting names it.
  Optional<Path> pidFile() {
    return parsed
        .one(Flag.PID_FILE)
        .map(name -> path("not a pid file: ", name).toAbsolutePath().normalize());
  }

  private LogOptions logs() {
    LogOptions defaults = LogOptions.defaults();
    return new LogOptions(
        access(),
        parsed.value(Flag.LOG_LEVEL, LogOptions::level, defaults.level()),
        parsed.value(Flag.LOG_FORMAT, LogOptions::json, defaults.json()),
        parsed.has(Flag.REQUEST_ID));
  }

  private @Nullable AccessLogSpec access() {
    return parsed
        .one(Flag.ACCESS_LOG)
        .map(word -> parsed.located(Flag.ACCESS_LOG, AccessLogSpec::of, word))
        .orElse(null);
  }
}
