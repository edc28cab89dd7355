package otus.server.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The flags, with their spellings and their texts in the help. [CommandLine] interprets them, and
/// `manual` writes the manual page and the completions of shells from them.
public enum Flag {
  ROOT(
      HelpSection.CONTENT,
      "-r, --root, -d, --directory, --root_dir DIR",
      "Serve the files of this directory or zip archive.",
      """
      The directory may also be given as an argument without a flag. Default: the current directory\
      """),
  INDEX(
      HelpSection.CONTENT,
      "--index NAME[,NAME]",
      "Set the names of index files.",
      """
      For a directory, the first of these files that exists is sent. Default: index.html\
      """),
  CLEAN_URLS(
      HelpSection.CONTENT,
      "--clean-urls[=redirect]",
      "Serve about.html for /about.",
      """
      Applies if there is no file named about. The page takes precedence over a directory of the
      same name. With =redirect, /about.html also redirects to /about, and an index file to its
      directory. Default: off\
      """),
  HIDDEN(
      HelpSection.CONTENT,
      "--hidden",
      "Serve names that begin with a dot.",
      "Default: off, except for /.well-known/"),
  LISTING(
      HelpSection.CONTENT,
      "--listing, --browse, --no-listing",
      "List directories that have no index file.",
      """
      The page shows only entries that clients can fetch; they can be filtered by name, and sorted by
      name, size or date. Default: off, and such a directory returns 404; on if standard output is a
      terminal, only this machine can connect, and no --index, --spa, --mount or --config is given\
      """),
  ARCHIVE(
      HelpSection.CONTENT,
      "--archive[=tar.gz|zip]",
      "Offer listed directories as archives.",
      """
      A listing then has buttons for .tar.gz and .zip, or one of them. An archive contains all files
      below that clients can fetch, also of directories with an index file. Needs --listing. Default:
      off\
      """),
  SYMLINKS(
      HelpSection.CONTENT,
      "--symlinks deny|inside|follow",
      "Set which symbolic links are followed.",
      """
      deny: none. inside: links whose target is inside the root. follow: all links; anyone who can
      create a link in the root can then publish any file that the server can read. Default:
      inside\
      """),
  PRECOMPRESSED(
      HelpSection.CONTENT,
      "--no-precompressed, --precompressed",
      "Do not serve precompressed files.",
      """
      With --precompressed, if app.js.br, app.js.zst or app.js.gz exists, it is sent instead of
      app.js to clients that accept its encoding. Default: on\
      """),
  CHARSET(
      HelpSection.CONTENT,
      "--charset NAME",
      "Set the charset of text/* types.",
      """
      Adds '; charset=NAME' to Content-Type. none: adds nothing. auto: adds '; charset=utf-8' if the
      content is in UTF-8, but not only ASCII, and does not say so itself. Default: auto\
      """),
  TYPE(
      HelpSection.CONTENT,
      "--type EXT=TYPE",
      "Set the media type of a file extension.",
      """
      Example: md=text/plain. For files that are stored compressed, add the encoding:
      svgz=image/svg+xml;gzip. EXT may have several parts, such as data.br; the longest match wins.
      Repeatable. Default: a built-in table of 1400 extensions\
      """),
  DEFAULT_TYPE(
      HelpSection.CONTENT,
      "--default-type TYPE",
      "Set the media type of unknown extensions.",
      """
      auto: text/plain for small text files, otherwise application/octet-stream. Default: auto\
      """),
  CACHE_CONTROL(
      HelpSection.CONTENT,
      "--cache-control RULE",
      "Set Cache-Control for matching files.",
      """
      RULE is GLOB=VALUE, such as '*.html=no-cache' or '/assets/**=public, max-age=3600'. Repeatable; the first match
      wins. Default: no Cache-Control header\
      """),
  IMMUTABLE(
      HelpSection.CONTENT,
      "--immutable",
      "Let caches keep files with hashed names for a year.",
      """
      A hashed name is one that Vite, webpack, esbuild and similar tools make, such as app.3f2a9c1b.js
      or index-DiwrgT4a.js. A matching --cache-control rule takes precedence. Default: off\
      """),
  CACHE_REVALIDATE(
      HelpSection.CONTENT,
      "--cache-revalidate TIME",
      "Do not check small cached files for TIME.",
      """
      By default no response is older than its request: all requests that arrive together share one
      check of the file. With 1s, a change may show a second later, and checks cost nothing. Default:
      0s\
      """),
  SPA(
      HelpSection.CONTENT,
      "-s, --spa, --single[=FILE]",
      "Serve a single-page application.",
      """
      Sends FILE with status 200 for missing paths, if the client accepts HTML. If the last segment
      contains a dot, only for navigations of browsers. Default: off; FILE defaults to index.html\
      """),
  NOT_FOUND(
      HelpSection.CONTENT,
      "--not-found FILE",
      "Set the page for status 404.",
      """
      An empty value (--not-found=) turns it off. Default: 404.html in the root, if it exists\
      """),
  PORT(
      HelpSection.NETWORK,
      "-p, --port N",
      "Listen on this port.",
      "0 chooses a free port and prints it. Default: 8080"),
  BIND(
      HelpSection.NETWORK,
      "-b, --bind, --bind-address, --host ADDR",
      "Listen on this address.",
      """
      An IPv4 or IPv6 address, or a host name, which stands for all its addresses. Repeatable.
      0.0.0.0 stands for all IPv4 addresses of this machine, :: for all addresses. Default:
      127.0.0.1, reachable from this machine only\
      """),
  ALLOWED_HOSTS(
      HelpSection.NETWORK,
      "--allowed-hosts NAME[,NAME]",
      "Set the host names that requests may use.",
      """
      Requests with another Host get 421. NAME is a host name, an address, *.example.org for all
      names below it, or * for all hosts. Ports are ignored. Loopback hosts and hosts given to
      --bind are always allowed. Default: all hosts if the server listens on a non-loopback address;
      otherwise loopback hosts only, which protects against DNS rebinding\
      """),
  WORKERS(
      HelpSection.NETWORK,
      "-w, --workers N",
      "Set the number of event loops.",
      "Each event loop has its own thread. Default: the number of processors"),
  MOUNT(
      HelpSection.CONTENT,
      "--mount /PATH=HANDLER",
      "Serve paths below /PATH with a handler.",
      """
      With options: /PATH=HANDLER:NAME=VALUE,NAME=VALUE. Repeatable; the longest matching path is
      tried first. If its handler declines, the next shorter path is tried. With --mount, files are
      served at / only if --root or DIR is given.\
      """),
  HEADER(
      HelpSection.FILTERS,
      "-H, --header NAME:VALUE",
      "Set a response header.",
      """
      Replaces all headers of this name that a handler has set. 'NAME:' without a value removes
      the header. Repeatable; all values for one name are sent.\
      """),
  SECURITY_HEADERS(
      HelpSection.FILTERS,
      "--security-headers[=MORE[,MORE]]",
      "Send security headers.",
      """
      These are X-Content-Type-Options, Referrer-Policy, X-Frame-Options and Content-Security-Policy: frame-ancestors.
      MORE is csp (pages load content of this server only, and have no inline scripts and styles) or
      hsts (the same as --hsts 365d). Default: off\
      """),
  CORS(
      HelpSection.FILTERS,
      "-C, --cors[=ORIGINS]",
      "Allow cross-origin requests (CORS).",
      """
      ORIGINS is a list, such as https://example.org,https://example.com. Without a list, all
      origins are allowed. Default: off\
      """),
  HTTPS_REDIRECT(
      HelpSection.FILTERS,
      "--https-redirect[=PORT]",
      "Redirect requests over HTTP to HTTPS.",
      """
      Answers with status 308, except below /.well-known/acme-challenge/. PORT is the one that
      clients use. Also applies to the scheme that --trusted-proxies report. Default: off; PORT
      defaults to the port of this server with TLS, or 443\
      """),
  HSTS(
      HelpSection.FILTERS,
      "--hsts TIME",
      "Let browsers use only HTTPS for TIME.",
      """
      Sends Strict-Transport-Security with responses over HTTPS. Browsers then refuse HTTP and bad
      certificates for this host, so begin with a short TIME, such as 5m; up to 365d. Options follow
      commas: subdomains, preload. Default: no header\
      """),
  COMPRESS(
      HelpSection.FILTERS,
      "--compress",
      "Compress text responses with gzip.",
      """
      Compresses bodies of 1k to 10m for clients that accept gzip and caches the result. Default:
      off\
      """),
  ERROR_PAGE(
      HelpSection.FILTERS,
      "--error-page CODE=FILE",
      "Set the page for an error status.",
      """
      CODE is 400 to 599, 4xx or 5xx. The page is sent if the error response has no body.
      Repeatable.\
      """),
  AUTH_FILE(
      HelpSection.FILTERS,
      "--auth-file FILE",
      "Require a user name and password.",
      """
      FILE has one line per user with a bcrypt hash, as written by htpasswd -B. It is reloaded when
      it changes. Passwords are readable on the way without TLS: use --tls-cert and
      --https-redirect, or a proxy that terminates TLS.\
      """),
  FILTER(
      HelpSection.FILTERS,
      "--filter [/PATH=]FILTER",
      "Add a filter in front of the handlers.",
      """
      With options: FILTER:NAME=VALUE,NAME=VALUE. With /PATH, it applies only to /PATH and paths
      below it. Repeatable; the first filter is the outermost. The filters of all other flags are
      outside these.\
      """),
  PLUGINS(
      HelpSection.PLUGINS,
      "--plugins DIR",
      "Load plugins from this directory.",
      """
      Each jar and each subdirectory with jars is a plugin. Default: the directory 'plugins' of the
      runtime image, if it exists\
      """),
  SKIP_BAD_PLUGINS(
      HelpSection.PLUGINS,
      "--skip-bad-plugins",
      "Start without plugins that fail to load.",
      """
      Prints one line on standard error for each of them. Default: off; the server does not start
      if a plugin fails to load\
      """),
  PLUGIN_NATIVE_ACCESS(
      HelpSection.PLUGINS,
      "--plugin-native-access MODULE[,MODULE]",
      "Let modules of plugins call native code.",
      """
      MODULE is the name of a module in the plugin directory, such as org.xerial.sqlitejdbc for
      SQLite. Default: none; the JVM prints warnings when a module of a plugin calls native code\
      """),
  HEADER_TIMEOUT(
      HelpSection.LIMITS,
      "--header-timeout TIME",
      "Set the timeout for receiving a request head.",
      """
      The time starts with its first byte. A new connection must send that byte within the same
      time.
      Default: 20s\
      """),
  STALL_TIMEOUT(
      HelpSection.LIMITS,
      "--stall-timeout TIME",
      "Set the timeout for stalled transfers.",
      """
      Closes a connection if the client sends or receives fewer than 16 bytes per second on average
      during TIME. Counts only the time in which the server waits for the client, and only the
      bytes that move in that time. The kernel reports progress in steps of about 64 KiB, so a
      short TIME can also close a slow connection that makes progress. Default: 60s\
      """),
  IDLE_TIMEOUT(
      HelpSection.LIMITS,
      "--idle-timeout TIME",
      "Set the keep-alive timeout.",
      "Closes a connection if no request follows a response within TIME. Default: 75s"),
  ANSWER_TIMEOUT(
      HelpSection.LIMITS,
      "--answer-timeout TIME",
      "Set the timeout for a handler to answer.",
      """
      Cancels the handler and sends 503. The timeout restarts each time the handler receives a part
      of the request body for which it has waited. 0s = unlimited. Default: 60s\
      """),
  MAX_BLOCKING(
      HelpSection.LIMITS,
      "--max-blocking N",
      "Limit concurrent blocking answers.",
      """
      A blocking answer is work of a handler on its own virtual thread. Further ones are refused
      with 503 and Retry-After: 1. Default: 10000\
      """),
  MAX_CONNECTIONS(
      HelpSection.LIMITS,
      "--max-connections N",
      "Limit the number of connections.",
      """
      At the limit, the connection that has been idle longest is closed for a new one. If none is
      idle, the new one waits in the kernel's accept queue. The limit never exceeds 3/4 of the file
      descriptors. Default: 10000, or one per 32k of maximum heap (-Xmx) if that is less\
      """),
  MAX_CONNECTIONS_PER_ADDRESS(
      HelpSection.LIMITS,
      "--max-connections-per-address N",
      "Limit connections per client address.",
      """
      IPv6 clients are counted per /64 network. Further connections are closed immediately. For a
      client behind --trusted-proxies, N limits its requests that run at the same time; further
      ones are refused with 429. 0 = unlimited. Default: 0\
      """),
  MAX_REQUEST_RATE(
      HelpSection.LIMITS,
      "--max-request-rate RATE",
      "Limit the request rate of each client address.",
      """
      RATE is N/s, N/m or N/h, such as 10/s. A client that was idle may send N requests more at once;
      RATE,burst=M sets another number. Further ones are refused with 429 and Retry-After. With
      RATE,dry-run they are answered, but logged and counted. IPv6 clients are counted per /64
      network. Does not apply to --trusted-proxies themselves. Default: unlimited\
      """),
  MAX_REQUESTS_PER_CONNECTION(
      HelpSection.LIMITS,
      "--max-requests-per-connection N",
      "Limit the number of requests per connection.",
      "The connection is closed after the last of them. 0 = unlimited. Default: 0"),
  MAX_STREAMS(
      HelpSection.LIMITS,
      "--max-streams N",
      "Limit concurrent requests per HTTP/2 connection.",
      "Further ones are refused, so that the client may repeat them. Default: 100"),
  MAX_SEND_RATE(
      HelpSection.LIMITS,
      "--max-send-rate SIZE",
      "Limit the bytes per second sent on each connection.",
      "At least 1k. 0 = unlimited. Default: 0"),
  MAX_HEAD(
      HelpSection.LIMITS,
      "--max-head SIZE",
      "Limit the size of a request head.",
      """
      1k to 1m. Larger heads are refused with 431, and request targets of more than a quarter of it
      with 414. Default: 32k\
      """),
  MAX_BODY(
      HelpSection.LIMITS,
      "--max-body SIZE",
      "Limit the size of a request body.",
      "Larger bodies are refused with 413. Default: 1g"),
  GRACE_PERIOD(
      HelpSection.LIMITS,
      "--grace-period TIME",
      "Set how long a shutdown waits for requests.",
      "Requests that are still running after TIME are aborted. Default: 30s"),
  SHUTDOWN_DELAY(
      HelpSection.LIMITS,
      "--shutdown-delay TIME",
      "Set the delay before a shutdown begins.",
      """
      During the delay the server accepts connections, and each response has 'Connection: close'. So
      a load balancer has time to stop using this server. Default: 0s\
      """),
  ADMIN(
      HelpSection.NETWORK,
      "--admin ADDR",
      "Serve metrics, health and status on this address.",
      """
      PORT of 127.0.0.1, HOST:PORT or unix:PATH. Serves /metrics for Prometheus, /health/live,
      /health/ready and the page /status; POST /reload reloads the settings. It has no password: use
      an address that only operators reach. Default: off\
      """),
  EXPLAIN(
      HelpSection.HELP,
      "--explain PATH",
      "Explain the response to a GET of PATH.",
      """
      Prints the status and the headers with the reason for each of them; opens no port. PATH may be
      a URL such as https://localhost:9000/a, whose host and port select a site. With --explain, -H
      sets a request header. To set a response header, use --filter header:name=NAME,value=VALUE\
      """),
  SUMMARY(HelpSection.HELP, "-h", "Print one line per flag.", ""),
  HELP(HelpSection.HELP, "--help", "Print the full help with examples.", ""),
  VERSION(HelpSection.HELP, "-V, --version", "Print the versions of server, Java and system.", ""),

  /// Used by the build only; not in the help.
  TRAIN(HelpSection.HIDDEN, "--train", "", ""),

  LISTEN(
      HelpSection.NETWORK,
      "--listen ADDR",
      "Listen on this address and port.",
      """
      ADDR is PORT (of 127.0.0.1), HOST:PORT, [IPv6]:PORT, or unix:PATH for a Unix socket. Options
      follow commas: tls for TLS; proxy-protocol for connections of --trusted-proxies that begin with
      a header of the PROXY protocol; for Unix sockets mode=0660, owner=USER, group=GROUP. Repeatable. The defaults of --bind and --port do not apply then; each of them adds to the
      addresses if it is given.\
      """),
  TLS_CERT(
      HelpSection.TLS,
      "--tls-cert FILE",
      "Encrypt connections with this certificate.",
      """
      FILE is in PEM format: the certificate, then those of its issuers. Repeatable; the name that a
      client requests selects one, otherwise the first applies. The port of --port speaks TLS then,
      unless --tls-port or --listen ADDR,tls is given. The server reads changed files without a
      restart. Default: no TLS\
      """),
  TLS_KEY(
      HelpSection.TLS,
      "--tls-key FILE",
      "Set the private key of a certificate.",
      """
      FILE is in PEM format: PKCS#8, PKCS#1 or SEC1, with a key for RSA, EC or Ed25519. Repeatable,
      in the order of --tls-cert. Default: the key is in the file of the certificate\
      """),
  TLS_PASSWORD_FILE(
      HelpSection.TLS,
      "--tls-password-file FILE",
      "Set the passwords of encrypted keys.",
      "Each line of FILE is a password; they are tried in turn."),
  TLS_PORT(
      HelpSection.TLS,
      "--tls-port N",
      "Also listen on this port, with TLS.",
      """
      Listens at the addresses of --bind. The port of --port remains unencrypted. 0 chooses a free
      port and prints it. Default: no other port\
      """),
  TLS_SELF_SIGNED(
      HelpSection.TLS,
      "--tls-self-signed",
      "Make a certificate for development.",
      """
      It is for localhost, the name of this machine, and the addresses of --bind, and exists only in
      memory. Browsers warn about it; the banner shows its fingerprint. Default: off\
      """),
  TLS_STRICT_SNI(
      HelpSection.TLS,
      "--tls-strict-sni",
      "Refuse names that no certificate has.",
      """
      A client that requests no name gets the first certificate. Default: off; other names get the
      first certificate, too\
      """),
  TLS_MIN(
      HelpSection.TLS, "--tls-min 1.2|1.3", "Set the lowest version of TLS.", "Default: TLS 1.2"),
  TLS_CIPHERS(
      HelpSection.TLS,
      "--tls-ciphers NAME[,NAME]",
      "Set the cipher suites and their order.",
      """
      NAME is one of IANA, such as TLS_AES_128_GCM_SHA256. Default: all with forward secrecy and
      authenticated encryption, AES-128 first\
      """),
  TLS_CLIENT_CA(
      HelpSection.TLS,
      "--tls-client-ca FILE",
      "Require certificates of clients.",
      "FILE has the certificates of their issuers in PEM format. Default: clients need none"),
  TLS_CLIENT(
      HelpSection.TLS,
      "--tls-client required|optional",
      "Set whether clients need a certificate.",
      "optional: clients without a certificate are served, too. Default: required"),
  HTTP2(
      HelpSection.TLS,
      "--http2 on|off",
      "Turn HTTP/2 over TLS on or off.",
      "Clients choose it by ALPN. Default: on"),
  H2C(
      HelpSection.TLS,
      "--h2c on|off",
      "Turn HTTP/2 without TLS on or off.",
      "Only for clients that know it beforehand, such as proxies. Default: on"),
  TRUSTED_PROXIES(
      HelpSection.NETWORK,
      "--trusted-proxies CIDR[,CIDR]",
      "Set the proxies whose reports are believed.",
      """
      CIDR is a network such as 10.0.0.0/8, an address, or unix for the clients of Unix sockets.
      From them, Forwarded or X-Forwarded-For, -Proto and -Host set the address, scheme and host of a
      request. Default: no proxy\
      """),
  FORWARDED_HEADER(
      HelpSection.NETWORK,
      "--forwarded-header NAME",
      "Set the only header that trusted proxies send.",
      """
      x-forwarded-for: X-Forwarded-For, -Proto and -Host. forwarded: Forwarded of RFC 7239. The
      other one has no effect then. Default: both; in a request with X-Forwarded-For, Forwarded has
      no effect\
      """),
  ACCESS_LOG(
      HelpSection.LOGS,
      "--access-log [FORMAT:]TARGET",
      "Write a line for each request.",
      """
      FORMAT is combined, common, json or short, and combined if it is missing. TARGET is a file, -
      for standard output, or off. USR1 and HUP open the file again. If the target is slow or full,
      lines are lost, and no request waits. Default: short:- if standard output is a terminal,
      otherwise off\
      """),
  LOG_LEVEL(
      HelpSection.LOGS,
      "--log-level error|warning|info|debug",
      "Set the lowest level of the server log.",
      "Default: info"),
  LOG_FORMAT(
      HelpSection.LOGS,
      "--log-format text|json",
      "Set the format of the server log.",
      """
      The server log is written to standard error. text: one line for an event, followed by the
      lines of a stack trace. json: one JSON object for an event. Default: text\
      """),
  REQUEST_ID(
      HelpSection.LOGS,
      "--request-id",
      "Give each request an id.",
      """
      The id is the header X-Request-Id of the request, for handlers, and of the response, also of a
      refused request. A trusted proxy may send the id; those of other clients are replaced.
      Default: off\
      """),
  PID_FILE(
      HelpSection.PROCESS,
      "--pid-file FILE",
      "Write the process id to this file.",
      """
      The commands start, stop, restart, status and reload find the server by it. The server holds
      a lock on it, listens on FILE.sock for these commands, and removes both at the end. Default
      of the commands: otus-server.pid in $XDG_RUNTIME_DIR, for root in /run. Default: no
      file\
      """),
  OPEN(
      HelpSection.PROCESS,
      "-o, --open",
      "Open the browser when the server has started.",
      """
      By the program that BROWSER names, or by xdg-open (on macOS: open). The server does not wait
      for it. Default: off\
      """),
  QR(
      HelpSection.PROCESS,
      "--qr",
      "Show the URL as a QR code, for a phone.",
      "Of the first address that other devices reach: use it with --bind. Default: off"),
  CONFIG(
      HelpSection.CONFIGURATION,
      "-c, --config FILE",
      "Read settings from a TOML file.",
      """
      Its keys are the long names of the flags, and [[site]] tables for more hosts. A flag takes
      precedence over the variable OTUS_NAME, the variable over the file. Default: no file\
      """);

  public final HelpSection section;

  /// The name of the flag's value in the help, such as `DIR`, or its words, such as `text|json`; or
  /// null if the flag takes no value.
  public final @Nullable String label;

  /// One sentence, for the short help.
  public final String brief;

  /// Details and the default, for the full help.
  public final String more;

  /// The spellings. Those after the first long one are aliases, known from other servers.
  public final List<String> names;

  /// @param usage the spellings and the name of the value, as in the help
  Flag(HelpSection section, String usage, String brief, String more) {
    this.section = section;
    this.brief = brief;
    this.more = more.replace('\n', ' ');
    List<String> words = List.of(usage.replace(", ", " ").replace("[=", " [=").split(" "));
    boolean isSwitch = words.getLast().startsWith("-");
    this.label = isSwitch ? null : words.getLast();
    this.names = isSwitch ? words : words.subList(0, words.size() - 1);
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
  public boolean repeatable() {
    return switch (this) {
      case BIND,
          MOUNT,
          FILTER,
          HEADER,
          ERROR_PAGE,
          TYPE,
          CACHE_CONTROL,
          LISTEN,
          TLS_CERT,
          TLS_KEY ->
          true;
      default -> false;
    };
  }

  /// Whether the value is optional; if given, it follows a `=`.
  public boolean mayBeBare() {
    return label != null && label.startsWith("[=");
  }

  /// Whether the flag takes no value.
  public boolean isSwitch() {
    return label == null;
  }

  /// Whether the value is a list with commas.
  boolean isCommaSeparated() {
    return this == CORS || (label != null && label.contains("[,"));
  }

  /// Whether the flag is a setting, which a configuration file or a variable may have, too; and not
  /// an action such as `--help`.
  boolean isSetting() {
    return switch (section) {
      case HELP, HIDDEN, CONFIGURATION -> false;
      case CONTENT, FILTERS, NETWORK, TLS, PLUGINS, LIMITS, LOGS, PROCESS -> true;
    };
  }

  /// Whether each site may have this setting for itself.
  boolean isOfSite() {
    return section == HelpSection.CONTENT || section == HelpSection.FILTERS;
  }

  /// The key in a configuration file.
  String key() {
    return longName().replaceFirst("^-+", "");
  }

  /// The environment variable.
  String variable() {
    return "OTUS_" + key().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /// The values of a switch that is turned on or off.
  List<String> switched(boolean on) {
    return on ? List.of(longName()) : names.stream().filter(Flag::isOff).limit(1).toList();
  }

  /// Returns whether a spelling of a switch turns it off.
  public static boolean isOff(String name) {
    return name.startsWith("--no-");
  }

  /// The name for messages: the first long spelling that does not turn a switch off.
  public String longName() {
    for (String name : names) {
      if (name.startsWith("--") && !isOff(name)) {
        return name;
      }
    }
    return names.getFirst();
  }
}
