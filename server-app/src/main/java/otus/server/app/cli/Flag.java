package otus.server.app.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The flags, with their spellings and their texts in the help. [CommandLine] interprets them.
enum Flag {
  ROOT(
      HelpSection.CONTENT,
      "DIR",
      "Serve the files of this directory.",
      """
      The directory may also be given as an argument without a flag. Default: the current directory\
      """,
      "-r",
      "--root",
      "-d",
      "--directory",
      "--root_dir"),
  INDEX(
      HelpSection.CONTENT,
      "NAME[,NAME]",
      "Set the names of index files.",
      """
      For a directory, the first of these files that exists is sent. Default: index.html\
      """,
      "--index"),
  CLEAN_URLS(
      HelpSection.CONTENT,
      "[=redirect]",
      "Serve about.html for /about.",
      """
      Applies if there is no file named about. The page takes precedence over a directory of the
      same name. With =redirect, /about.html also redirects to /about, and an index file to its
      directory. Default: off\
      """,
      "--clean-urls"),
  HIDDEN(
      HelpSection.CONTENT,
      null,
      "Serve names that begin with a dot.",
      "Default: off, except for /.well-known/",
      "--hidden"),
  LISTING(
      HelpSection.CONTENT,
      null,
      "List directories that have no index file.",
      """
      The page shows only entries that clients can fetch; they can be sorted by name, size or
      date. Default: off; such a directory returns 404\
      """,
      "--listing",
      "--browse"),
  SYMLINKS(
      HelpSection.CONTENT,
      "RULE",
      "Set which symbolic links are followed.",
      """
      deny: none. inside: links whose target is inside the root. follow: all links; anyone who can
      create a link in the root can then publish any file that the server can read. Default:
      inside\
      """,
      "--symlinks"),
  PRECOMPRESSED(
      HelpSection.CONTENT,
      null,
      "Serve precompressed files.",
      """
      If app.js.br, app.js.zst or app.js.gz exists, it is sent instead of app.js to clients that
      accept its encoding. Default: on\
      """,
      "--precompressed",
      "--no-precompressed"),
  CHARSET(
      HelpSection.CONTENT,
      "NAME",
      "Add a charset to text/* types.",
      "Adds '; charset=NAME' to Content-Type. Default: no charset",
      "--charset"),
  TYPE(
      HelpSection.CONTENT,
      "EXT=TYPE",
      "Set the media type of a file extension.",
      """
      Example: md=text/plain. For files that are stored compressed, add the encoding:
      svgz=image/svg+xml;gzip. EXT may have several parts, such as data.br; the longest match wins.
      Repeatable. Default: a built-in table of 1400 extensions\
      """,
      "--type"),
  DEFAULT_TYPE(
      HelpSection.CONTENT,
      "TYPE",
      "Set the media type of unknown extensions.",
      "Default: application/octet-stream",
      "--default-type"),
  CACHE_CONTROL(
      HelpSection.CONTENT,
      "RULE",
      "Set Cache-Control for matching files.",
      """
      RULE is GLOB=VALUE, such as '*.html=no-cache' or '/assets/**=public, max-age=3600'. Repeatable; the first match
      wins. Default: no Cache-Control header\
      """,
      "--cache-control"),
  IMMUTABLE(
      HelpSection.CONTENT,
      null,
      "Let caches keep files with hashed names for a year.",
      """
      A hashed name contains eight or more hexadecimal digits, such as app.3f2a9c1b.js. A matching
      --cache-control rule takes precedence. Default: off\
      """,
      "--immutable"),
  SPA(
      HelpSection.CONTENT,
      "[=FILE]",
      "Serve a single-page application.",
      """
      Sends FILE with status 200 for missing paths whose last segment contains no dot, if the client
      accepts HTML. Default: off; FILE defaults to index.html\
      """,
      "-s",
      "--spa",
      "--single"),
  NOT_FOUND(
      HelpSection.CONTENT,
      "FILE",
      "Set the page for status 404.",
      """
      An empty value (--not-found=) turns it off. Default: 404.html in the root, if it exists\
      """,
      "--not-found"),
  PORT(
      HelpSection.NETWORK,
      "N",
      "Listen on this port.",
      "0 chooses a free port and prints it. Default: 8080",
      "-p",
      "--port"),
  BIND(
      HelpSection.NETWORK,
      "ADDR",
      "Listen on this address.",
      """
      An IPv4 or IPv6 address, or a host name, which stands for all its addresses. Repeatable.
      0.0.0.0 stands for all IPv4 addresses of this machine, :: for all addresses. Default:
      127.0.0.1, reachable from this machine only\
      """,
      "-b",
      "--bind",
      "--bind-address",
      "--host"),
  ALLOWED_HOSTS(
      HelpSection.NETWORK,
      "NAME[,NAME]",
      "Set the host names that requests may use.",
      """
      Requests with another Host get 421. NAME is a host name, an address, *.example.org for all
      names below it, or * for all hosts. Ports are ignored. Loopback hosts and hosts given to
      --bind are always allowed. Default: all hosts if the server listens on a non-loopback address;
      otherwise loopback hosts only, which protects against DNS rebinding\
      """,
      "--allowed-hosts"),
  WORKERS(
      HelpSection.NETWORK,
      "N",
      "Set the number of event loops.",
      "Each event loop has its own thread. Default: the number of processors",
      "-w",
      "--workers"),
  MOUNT(
      HelpSection.CONTENT,
      "/PATH=HANDLER",
      "Serve paths below /PATH with a handler.",
      """
      With options: /PATH=HANDLER:NAME=VALUE,NAME=VALUE. Repeatable; the longest matching path is
      tried first. If its handler declines, the next shorter path is tried. With --mount, files are
      served at / only if --root or DIR is given.\
      """,
      "--mount"),
  HEADER(
      HelpSection.FILTERS,
      "NAME:VALUE",
      "Set a response header.",
      """
      Replaces all headers of this name that a handler has set. 'NAME:' without a value removes
      the header. Repeatable; all values for one name are sent.\
      """,
      "-H",
      "--header"),
  SECURITY_HEADERS(
      HelpSection.FILTERS,
      null,
      "Send security headers.",
      """
      These are X-Content-Type-Options, Referrer-Policy, X-Frame-Options and Content-Security-Policy: frame-ancestors. Default: off\
      """,
      "--security-headers"),
  CORS(
      HelpSection.FILTERS,
      "[=ORIGINS]",
      "Allow cross-origin requests (CORS).",
      """
      ORIGINS is a list, such as https://example.org,https://example.com. Without a list, all
      origins are allowed. Default: off\
      """,
      "-C",
      "--cors"),
  COMPRESS(
      HelpSection.FILTERS,
      null,
      "Compress text responses with gzip.",
      """
      Compresses bodies of 1k to 10m for clients that accept gzip and caches the result. Default:
      off\
      """,
      "--compress"),
  ERROR_PAGE(
      HelpSection.FILTERS,
      "CODE=FILE",
      "Set the page for an error status.",
      """
      CODE is 400 to 599, 4xx or 5xx. The page is sent if the error response has no body.
      Repeatable.\
      """,
      "--error-page"),
  AUTH_FILE(
      HelpSection.FILTERS,
      "FILE",
      "Require a user name and password.",
      """
      FILE has one line per user with a bcrypt hash, as written by htpasswd -B. It is reloaded when
      it changes. Passwords are sent unencrypted: run this server behind a proxy that terminates
      TLS.\
      """,
      "--auth-file"),
  FILTER(
      HelpSection.FILTERS,
      "[/PATH=]FILTER",
      "Add a filter in front of the handlers.",
      """
      With options: FILTER:NAME=VALUE,NAME=VALUE. With /PATH, it applies only to /PATH and paths
      below it. Repeatable; the first filter is the outermost. The filters of all other flags are
      outside these.\
      """,
      "--filter"),
  PLUGINS(
      HelpSection.PLUGINS,
      "DIR",
      "Load plugins from this directory.",
      """
      Each jar and each subdirectory with jars is a plugin. Default: the directory 'plugins' of the
      runtime image, if it exists\
      """,
      "--plugins"),
  SKIP_BAD_PLUGINS(
      HelpSection.PLUGINS,
      null,
      "Start without plugins that fail to load.",
      """
      Prints one line on standard error for each of them. Default: off; the server does not start
      if a plugin fails to load\
      """,
      "--skip-bad-plugins"),
  HEADER_TIMEOUT(
      HelpSection.LIMITS,
      "TIME",
      "Set the timeout for receiving a request head.",
      """
      The time starts with its first byte. A new connection must send that byte within the same
      time.
      Default: 20s\
      """,
      "--header-timeout"),
  STALL_TIMEOUT(
      HelpSection.LIMITS,
      "TIME",
      "Set the timeout for stalled transfers.",
      """
      Closes a connection if the client sends or receives fewer than 16 bytes per second on average
      during TIME. Counts only the time in which the server waits for the client, and only the
      bytes that move in that time. The kernel reports progress in steps of about 64 KiB, so a
      short TIME can also close a slow connection that makes progress. Default: 60s\
      """,
      "--stall-timeout"),
  IDLE_TIMEOUT(
      HelpSection.LIMITS,
      "TIME",
      "Set the keep-alive timeout.",
      "Closes a connection if no request follows a response within TIME. Default: 75s",
      "--idle-timeout"),
  ANSWER_TIMEOUT(
      HelpSection.LIMITS,
      "TIME",
      "Set the timeout for a handler to answer.",
      """
      Cancels the handler and sends 503. The timeout restarts each time the handler receives a part
      of the request body for which it has waited. 0s = unlimited. Default: 60s\
      """,
      "--answer-timeout"),
  MAX_BLOCKING(
      HelpSection.LIMITS,
      "N",
      "Limit concurrent blocking answers.",
      """
      A blocking answer is work of a handler on its own virtual thread. Further ones are refused
      with 503 and Retry-After: 1. Default: 10000\
      """,
      "--max-blocking"),
  MAX_CONNECTIONS(
      HelpSection.LIMITS,
      "N",
      "Limit the number of connections.",
      """
      At the limit, the connection that has been idle longest is closed for a new one. If none is
      idle, the new one waits in the kernel's accept queue. The limit never exceeds 3/4 of the file
      descriptors. Default: 10000, or one per 32k of maximum heap (-Xmx) if that is less\
      """,
      "--max-connections"),
  MAX_CONNECTIONS_PER_ADDRESS(
      HelpSection.LIMITS,
      "N",
      "Limit connections per client address.",
      """
      IPv6 clients are counted per /64 network. Further connections are closed immediately. Use 0
      (unlimited) behind a load balancer, where all connections come from its address. Default: 0\
      """,
      "--max-connections-per-address"),
  MAX_BODY(
      HelpSection.LIMITS,
      "SIZE",
      "Limit the size of a request body.",
      "Larger bodies are refused with 413. Default: 1g",
      "--max-body"),
  GRACE_PERIOD(
      HelpSection.LIMITS,
      "TIME",
      "Set how long a shutdown waits for requests.",
      "Requests that are still running after TIME are aborted. Default: 30s",
      "--grace-period"),
  SHUTDOWN_DELAY(
      HelpSection.LIMITS,
      "TIME",
      "Set the delay before a shutdown begins.",
      """
      During the delay the server accepts connections, and each response has 'Connection: close'. So
      a load balancer has time to stop using this server. Default: 0s\
      """,
      "--shutdown-delay"),
  EXPLAIN(
      HelpSection.HELP,
      "PATH",
      "Explain the response to a GET of PATH.",
      """
      Prints the status and the headers with the reason for each of them; opens no port. With
      --explain, -H sets a request header. To set a response header, use --filter
      header:name=NAME,value=VALUE\
      """,
      "--explain"),
  SUMMARY(HelpSection.HELP, null, "Print one line per flag.", "", "-h"),
  HELP(HelpSection.HELP, null, "Print the full help with examples.", "", "--help"),
  VERSION(
      HelpSection.HELP,
      null,
      "Print the versions of server, Java and system.",
      "",
      "-V",
      "--version"),

  /// Used by the build only; not in the help.
  TRAIN(HelpSection.HIDDEN, null, "", "", "--train");

  final HelpSection section;

  /// The name of the flag's value in the help, or null if the flag takes no value.
  final @Nullable String label;

  /// One sentence, for the short help.
  final String brief;

  /// Details and the default, for the full help.
  final String more;

  /// The spellings. Those after the first long one are aliases, known from other servers.
  final List<String> names;

  Flag(HelpSection section, @Nullable String label, String brief, String more, String... names) {
    this.section = section;
    this.label = label;
    this.brief = brief;
    this.more = more.replace('\n', ' ');
    this.names = List.of(names);
  }

  /// Finds a flag by a spelling.
  static Optional<Flag> named(String name) {
    for (Flag flag : values()) {
      if (flag.names.contains(name)) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }

  /// Whether the flag may be given more than once.
  boolean repeatable() {
    return switch (this) {
      case BIND, MOUNT, FILTER, HEADER, ERROR_PAGE, TYPE, CACHE_CONTROL -> true;
      default -> false;
    };
  }

  /// Whether the value is optional; if given, it follows a `=`.
  boolean mayBeBare() {
    return label != null && label.startsWith("[=");
  }

  /// Returns whether a spelling of a switch turns it off.
  static boolean isOff(String name) {
    return name.startsWith("--no-");
  }

  /// The name for messages: the first long spelling.
  String longName() {
    for (String name : names) {
      if (name.startsWith("--")) {
        return name;
      }
    }
    return names.getFirst();
  }
}
