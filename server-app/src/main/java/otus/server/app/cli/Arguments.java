package otus.server.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.Address;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.Inquiry;
import otus.server.app.config.Mistake;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.PluginFolder;
import otus.server.app.config.Stopping;
import otus.server.http.HttpServer;
import otus.server.http.config.AnswerLimits;
import otus.server.http.config.HttpLimits;

/// What the command line asks for, with the defaults of what it does not say. Pure, but for a look
/// at the folder and at what addresses names stand for.
public final class Arguments {
  private static final int DEFAULT_PORT = 8080;

  /// No limit for each address: behind a load balancer everybody comes from the same.
  private static final int EVERYBODY = 0;

  private static final List<String> DEFAULT_ADDRESSES = List.of("127.0.0.1");

  /// What is said to the handler of the folder at `/`.
  private static final List<Flag> OF_THE_FOLDER =
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

  private final Words words;

  public Arguments(Words words) {
    this.words = words;
  }

  /// Reads a command line; there is none for which it throws.
  public static Invocation read(String... line) {
    try {
      return new Arguments(Words.sort(line)).invocation();
    } catch (Mistake e) {
      return new Invocation.Fault(String.valueOf(e.getMessage()));
    }
  }

  private Invocation invocation() {
    if (words.has(Flag.HELP) || words.has(Flag.SUMMARY)) {
      return new Invocation.Help(words.has(Flag.HELP));
    }
    if (words.has(Flag.VERSION)) {
      return new Invocation.Version();
    }
    List<String> command = words.folders();
    if (!command.isEmpty() && command.getFirst().equals("plugins")) {
      return aboutPlugins(command.subList(1, command.size()));
    }
    if (words.has(Flag.EXPLAIN)) {
      return new Invocation.Explain(options(), inquiry());
    }
    return words.has(Flag.TRAIN) ? new Invocation.Train() : new Invocation.Run(options());
  }

  /// With `--explain`, what the flag for fields says is the client's.
  private Inquiry inquiry() {
    return new Inquiry(words.one(Flag.EXPLAIN).orElseThrow(), words.all(Flag.HEADER));
  }

  private Invocation aboutPlugins(List<String> rest) {
    if (rest.isEmpty()) {
      return new Invocation.ListPlugins(plugins());
    }
    if (rest.size() == 2 && rest.getFirst().equals("check")) {
      return new Invocation.CheckPlugin(path("no such plugin: ", rest.getLast()));
    }
    throw new Mistake(
        "usage: 'plugins' or 'plugins check X.jar'; to serve a directory of that name, use"
            + " ./plugins");
  }

  /// How to serve.
  ///
  /// @throws Mistake if the words do not make sense
  public Options options() {
    List<Mount> mounts = mounts();
    List<Address> addresses = addresses();
    return new Options(
        root(mounts),
        content(),
        mounts,
        FilterFlags.filters(words),
        addresses,
        AllowedHosts.of(words.one(Flag.ALLOWED_HOSTS), addresses),
        value(Flag.PORT, Values::port, DEFAULT_PORT),
        value(Flag.WORKERS, Values::workers, Runtime.getRuntime().availableProcessors()),
        limits(),
        number(Flag.MAX_CONNECTIONS, 1, HttpServer.defaultConnections()),
        number(Flag.MAX_CONNECTIONS_PER_ADDRESS, 0, EVERYBODY),
        plugins(),
        stopping());
  }

  /// With mounts, only a directory that was named is served: the current one may be any, such as
  /// the `/` of a service manager.
  private @Nullable Path root(List<Mount> mounts) {
    List<String> folders = new ArrayList<>(words.folders());
    folders.addAll(words.all(Flag.ROOT));
    if (folders.size() > 1) {
      throw new Mistake("more than one directory: " + String.join(", ", folders));
    }
    if (folders.isEmpty() && !mounts.isEmpty()) {
      return null;
    }
    return path("no such directory: ", folders.isEmpty() ? "." : folders.getFirst());
  }

  private List<Mount> mounts() {
    List<Mount> mounts = words.all(Flag.MOUNT).stream().map(Mount::of).toList();
    boolean atRoot = mounts.stream().anyMatch(Mount::atRoot);
    boolean named = words.has(Flag.ROOT) || !words.folders().isEmpty();
    for (Flag flag : mounts.isEmpty() || (named && !atRoot) ? List.<Flag>of() : OF_THE_FOLDER) {
      if (words.has(flag) || (flag == Flag.ROOT && named)) {
        throw new Mistake(flag.longName() + (atRoot ? REPLACED : ABSENT));
      }
    }
    return mounts;
  }

  private List<Address> addresses() {
    List<Address> addresses = new ArrayList<>();
    for (String name : words.has(Flag.BIND) ? words.all(Flag.BIND) : DEFAULT_ADDRESSES) {
      addresses.addAll(Address.all(name));
    }
    return addresses;
  }

  private PluginFolder plugins() {
    boolean lenient = words.has(Flag.SKIP_BAD_PLUGINS);
    return words
        .one(Flag.PLUGINS)
        .map(name -> new PluginFolder(path("no such plugin directory: ", name), true, lenient))
        .orElseGet(() -> PluginFolder.ofImage(lenient));
  }

  private static Path path(String otherwise, String name) {
    if (name.isEmpty()) {
      throw new Mistake(otherwise + "''");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new Mistake(otherwise + name, e);
    }
  }

  /// What only the handler understands, and checks.
  private Map<String, String> content() {
    Map<String, String> content = new HashMap<>();
    content.put("hidden", String.valueOf(words.has(Flag.HIDDEN)));
    if (words.has(Flag.LISTING)) {
      content.put("listing", "true");
    }
    words.one(Flag.INDEX).ifPresent(names -> content.put("index", names));
    words
        .one(Flag.CLEAN_URLS)
        .ifPresent(word -> content.put("clean-urls", word.isEmpty() ? "on" : word));
    words.one(Flag.SYMLINKS).ifPresent(rule -> content.put("symlinks", rule));
    words.on(Flag.PRECOMPRESSED).ifPresent(on -> content.put("precompressed", on.toString()));
    words.one(Flag.CHARSET).ifPresent(name -> content.put("charset", name));
    if (words.has(Flag.TYPE)) {
      content.put("type", String.join(",", words.all(Flag.TYPE)));
    }
    words.one(Flag.DEFAULT_TYPE).ifPresent(type -> content.put("default-type", type));
    if (words.has(Flag.CACHE_CONTROL)) {
      content.put("cache-control", String.join(";", words.all(Flag.CACHE_CONTROL)));
    }
    if (words.has(Flag.IMMUTABLE)) {
      content.put("immutable", "true");
    }
    words.one(Flag.SPA).ifPresent(page -> content.put("spa", page.isEmpty() ? "index.html" : page));
    // The folder at / is asked last, so what it has not, nobody has.
    content.put("not-found", words.one(Flag.NOT_FOUND).orElse("404.html"));
    return content;
  }

  private HttpLimits limits() {
    HttpLimits standard = HttpLimits.defaults();
    return new HttpLimits(
        standard.target(),
        standard.head(),
        standard.fields(),
        value(Flag.MAX_BODY, word -> Values.size(Flag.MAX_BODY, word), standard.content()),
        timeout(Flag.HEADER_TIMEOUT, standard.headTime()),
        timeout(Flag.STALL_TIMEOUT, standard.stallTime()),
        standard.rate(),
        timeout(Flag.IDLE_TIMEOUT, standard.idleTime()),
        standard.lingerTime(),
        answers());
  }

  private AnswerLimits answers() {
    AnswerLimits standard = AnswerLimits.defaults();
    return new AnswerLimits(
        time(Flag.ANSWER_TIMEOUT, standard.time()),
        number(Flag.MAX_BLOCKING, 1, standard.blocking()));
  }

  private Stopping stopping() {
    Stopping standard = Stopping.defaults();
    return new Stopping(
        time(Flag.SHUTDOWN_DELAY, standard.delay()), time(Flag.GRACE_PERIOD, standard.grace()));
  }

  private int number(Flag flag, int least, int standard) {
    return value(flag, word -> Values.atLeast(flag, least, word), standard);
  }

  private Duration time(Flag flag, Duration standard) {
    return value(flag, word -> Values.time(flag, word), standard);
  }

  private Duration timeout(Flag flag, Duration standard) {
    return value(flag, word -> Values.timeout(flag, word), standard);
  }

  private <T> T value(Flag flag, Function<String, T> meaning, T standard) {
    return words.one(flag).map(meaning).orElse(standard);
  }
}
