package otus.server.app.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The flags, with their spellings and their texts in the help. [CommandLine] interprets them.
enum Flag {
  ROOT(
      HelpSection.CONTENT,
      "DIR",
      "The folder to serve.",
      """
      Default: the current one. It can be given without the flag, as the only word that is none.\
      """,
      "-r",
      "--root",
      "-d",
      "--directory",
      "--root_dir"),
  INDEX(
      HelpSection.CONTENT,
      "NAME[,NAME]",
      "The file that stands for its folder.",
      "Several are looked for in the order given. Default: index.html",
      "--index"),
  CLEAN_URLS(
      HelpSection.CONTENT,
      "[=redirect]",
      "Serve about.html for /about.",
      """
      If there is no file about; a folder about comes after the page. With =redirect, /about.html is redirected to
      /about, and an index file to its folder. Default: off\
      """,
      "--clean-urls"),
  HIDDEN(
      HelpSection.CONTENT,
      null,
      "Serve names that begin with a dot.",
      "Without it only /.well-known/ is served of these.",
      "--hidden"),
  LISTING(
      HelpSection.CONTENT,
      null,
      "List folders that have no index file.",
      """
      The page has what could be fetched, and sorts by name, size or date. Without it such a folder
      is not found.\
      """,
      "--listing",
      "--browse"),
  SYMLINKS(
      HelpSection.CONTENT,
      "RULE",
      "Which symbolic links are followed.",
      """
      deny: none; inside: those that stay inside the root; follow: all, so that whoever can make
      a link in the root can publish any file. Default: inside\
      """,
      "--symlinks"),
  PRECOMPRESSED(
      HelpSection.CONTENT,
      null,
      "Whether .br, .zst and .gz files are sent.",
      """
      They stand beside a file, made from it, and are sent in its place to clients that can decode
      them. Default: they are\
      """,
      "--precompressed",
      "--no-precompressed"),
  CHARSET(
      HelpSection.CONTENT,
      "NAME",
      "The charset of files of text.",
      "It is added to types that begin with text/. Default: none is named",
      "--charset"),
  TYPE(
      HelpSection.CONTENT,
      "EXT=TYPE",
      "The type of files with an extension.",
      """
      As in md=text/plain, or with the encoding in which such files are stored: svgz=image/svg+xml;gzip. Of several
      parts of a name, as in data.br, the longest with a rule counts. Can be repeated. Default: a table of 1400\
      """,
      "--type"),
  DEFAULT_TYPE(
      HelpSection.CONTENT,
      "TYPE",
      "The type of files whose name tells none.",
      "Default: application/octet-stream",
      "--default-type"),
  CACHE_CONTROL(
      HelpSection.CONTENT,
      "RULE",
      "What caches may do with which files.",
      """
      A rule is GLOB=VALUE, as in '*.html=no-cache' or '/assets/**=public, max-age=3600'. Can be repeated; the first that
      matches counts. Default: nothing is said\
      """,
      "--cache-control"),
  IMMUTABLE(
      HelpSection.CONTENT,
      null,
      "Let caches keep app.3f2a9c1b.js for a year.",
      """
      That is, names with eight or more hexadecimal digits as build tools make them of the content,
      unless a rule matches.\
      """,
      "--immutable"),
  SPA(
      HelpSection.CONTENT,
      "[=FILE]",
      "A page for all paths of an application.",
      """
      It is sent, with 200, for paths that are missing and have no point in their last name, to
      clients that take HTML. FILE is index.html if it is not named.\
      """,
      "-s",
      "--spa",
      "--single"),
  NOT_FOUND(
      HelpSection.CONTENT,
      "FILE",
      "The page that is sent with a 404.",
      "Without the flag it is 404.html in the root, if there is one; --not-found= is for none.",
      "--not-found"),
  PORT(
      HelpSection.NETWORK,
      "N",
      "The port.",
      "0 takes any that is free, and prints it. Default: 8080",
      "-p",
      "--port"),
  BIND(
      HelpSection.NETWORK,
      "ADDR",
      "The address to listen on.",
      """
      An IPv4 or IPv6 address, or a host name, which stands for all its addresses; can be repeated.
      0.0.0.0 is every IPv4 address of this machine, :: every address. Default: 127.0.0.1, which only this machine can reach\
      """,
      "-b",
      "--bind",
      "--bind-address",
      "--host"),
  ALLOWED_HOSTS(
      HelpSection.NETWORK,
      "NAME[,NAME]",
      "The hosts that requests may name.",
      """
      Refuse a request with 421 if its Host is not one of these: names, addresses, *.example.org for
      all names below one, * for all. Ports do not count. Loopback names and addresses, and those of
      --bind, are always allowed. Default: only these if the server listens on loopback addresses
      alone, which protects against DNS rebinding; otherwise all\
      """,
      "--allowed-hosts"),
  WORKERS(
      HelpSection.NETWORK,
      "N",
      "The number of event loops.",
      "Each has a thread of its own. Default: one for each processor",
      "-w",
      "--workers"),
  MOUNT(
      HelpSection.CONTENT,
      "/PATH=HANDLER",
      "A handler for the paths below one.",
      """
      With options: /PATH=HANDLER:NAME=VALUE,NAME=VALUE. Can be repeated; the longest path is asked
      first, and what a handler has not, the next shorter one is asked for. With a mount, the
      folder at / is served only if --root names it\
      """,
      "--mount"),
  HEADER(
      HelpSection.FILTERS,
      "NAME:VALUE",
      "A field of every response.",
      """
      It takes the place of what was there; without a value the field is removed. Can be
      repeated, also with one name: then each is sent\
      """,
      "-H",
      "--header"),
  SECURITY_HEADERS(
      HelpSection.FILTERS,
      null,
      "The fields that keep browsers careful.",
      "X-Content-Type-Options, Referrer-Policy, and no frames on other sites' pages",
      "--security-headers"),
  CORS(
      HelpSection.FILTERS,
      "[=ORIGINS]",
      "Let pages of other origins read.",
      "They are written https://example.org,https://example.com; without any all may",
      "-C",
      "--cors"),
  COMPRESS(
      HelpSection.FILTERS,
      null,
      "Compress texts with gzip.",
      "Those from 1k to 10m, for clients that accept it; what was compressed is kept",
      "--compress"),
  ERROR_PAGE(
      HelpSection.FILTERS,
      "CODE=FILE",
      "A page for an error.",
      """
      For responses of that status that have no content. The code is 400 to 599, or 4xx, or 5xx.
      Can be repeated\
      """,
      "--error-page"),
  AUTH_FILE(
      HelpSection.FILTERS,
      "FILE",
      "Ask for a name and a password.",
      """
      The file has a line for each user, with a bcrypt hash, as htpasswd -B writes them; when it
      changes, it is read again. Names and passwords are sent in the clear: end TLS before this
      server\
      """,
      "--auth-file"),
  FILTER(
      HelpSection.FILTERS,
      "[/PATH=]FILTER",
      "A filter before all handlers.",
      """
      With options: FILTER:NAME=VALUE,NAME=VALUE; with a path it is before what is below that. Can
      be repeated; the first one is asked first and has the last word. What the flags above ask
      for is before all of these\
      """,
      "--filter"),
  PLUGINS(
      HelpSection.PLUGINS,
      "DIR",
      "The folder of plugins.",
      """
      Each jar in it is a plugin, and so is each folder of jars. Default: plugins in the runtime
      image, if there is one\
      """,
      "--plugins"),
  SKIP_BAD_PLUGINS(
      HelpSection.PLUGINS,
      null,
      "Start without plugins that cannot be loaded.",
      "They are named on standard error. Without it the first one is a mistake.",
      "--skip-bad-plugins"),
  HEADER_TIMEOUT(
      HelpSection.LIMITS,
      "TIME",
      "How long a request's head may take.",
      "It counts from the first byte to the empty line. Default: 20s",
      "--header-timeout"),
  STALL_TIMEOUT(
      HelpSection.LIMITS,
      "TIME",
      "How long a transfer may stand still.",
      """
      In each such time a client must send or take 16 bytes a second on average, or its connection
      is closed. It counts from the moment the server waits for the client; what the system has
      buffered by then does not count. The system reports progress in pieces of 64 KiB or so: with
      a short TIME a client must be as fast as that. Default: 60s\
      """,
      "--stall-timeout"),
  IDLE_TIMEOUT(
      HelpSection.LIMITS,
      "TIME",
      "How long a connection is kept.",
      "It counts from the last response, as long as no request follows. Default: 75s",
      "--idle-timeout"),
  ANSWER_TIMEOUT(
      HelpSection.LIMITS,
      "TIME",
      "How long a handler may take to answer.",
      """
      Not counting the time in which it waits for the client's content. Then it is cancelled,
      and the client gets a 503. 0s: as long as it likes. Default: 60s\
      """,
      "--answer-timeout"),
  MAX_BLOCKING(
      HelpSection.LIMITS,
      "N",
      "The most blocking answers under way at once.",
      "One more is refused (503, Retry-After: 1). Default: 10000",
      "--max-blocking"),
  MAX_CONNECTIONS(
      HelpSection.LIMITS,
      "N",
      "The most connections.",
      """
      For one more, the connection that has been idle longest is closed; if none is idle, it waits
      in the system's queue. It is never more than three quarters of the descriptors this process
      may have. Default: 10000, or one for each 32k of the largest heap (-Xmx) if that is less\
      """,
      "--max-connections"),
  MAX_CONNECTIONS_PER_ADDRESS(
      HelpSection.LIMITS,
      "N",
      "The most connections from one address.",
      """
      Or from one /64 of IPv6 addresses; one more is closed at once. 0: no limit, as is right
      behind a load balancer, from whose address everybody comes. Default: 0\
      """,
      "--max-connections-per-address"),
  MAX_BODY(
      HelpSection.LIMITS,
      "SIZE",
      "The longest content of a request.",
      "What is longer is refused (413). Default: 1g",
      "--max-body"),
  GRACE_PERIOD(
      HelpSection.LIMITS,
      "TIME",
      "How long a stop waits for requests.",
      "What has not finished by then is cut off. Default: 30s",
      "--grace-period"),
  SHUTDOWN_DELAY(
      HelpSection.LIMITS,
      "TIME",
      "How long a stop goes on as before.",
      """
      From the signal on, connections are still accepted, but each response says that it is the
      last of its own; then requests are waited for. For load balancers that have to notice.
      Default: 0s\
      """,
      "--shutdown-delay"),
  EXPLAIN(
      HelpSection.HELP,
      "PATH",
      "Say why a GET of PATH is answered as it is.",
      """
      Prints the status and the fields that would be sent, each with the rule behind it, and opens
      no port. With it, -H 'NAME: VALUE' is a field of the request; that of responses is then
      --filter header:name=NAME,value=VALUE\
      """,
      "--explain"),
  SUMMARY(HelpSection.HELP, null, "A line for each flag.", "", "-h"),
  HELP(HelpSection.HELP, null, "All about the flags, and examples.", "", "--help"),
  VERSION(
      HelpSection.HELP, null, "The versions of server, Java and system.", "", "-V", "--version"),

  /// Used by the build only; not in the help.
  TRAIN(HelpSection.NONE, null, "", "", "--train");

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
