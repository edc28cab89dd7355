package otus.server.app.cli;

import java.util.stream.Collectors;

/// The help: flags, units, examples, signals and exit codes. Pure.
public final class HelpText {
  private static final int WIDTH = 80;
  private static final int INDENT = 6;
  private static final int COLUMN = 25;

  private static final String USAGE =
      """
      Usage: otus-server [FLAG]... [DIR]
             otus-server plugins [--plugins DIR]   list handlers, filters and options
             otus-server plugins check X.jar|DIR   check whether a plugin would load
             otus-server config [FLAG]...          print all settings
             otus-server check [FLAG]...           check whether it would start
             otus-server reload [FLAG]...          let a server reload its settings
             otus-server start [FLAG]... [DIR]     start a server in the background
             otus-server restart [FLAG]... [DIR]   replace it without losing a request
             otus-server stop|status [FLAG]...     stop it, or print its state
             otus-server help|version              the same as --help, --version
      """;

  private static final String EXAMPLES =
      """

      Values
        TIME        500ms, 30s, 2m, 1h or 1d
        SIZE        4096, 64k, 10m, 1g or 1t; k = 1024 bytes

      Examples
        otus-server
            Serve the current directory to this machine only, on port 8080.
        otus-server 9000 --open
            The same on port 9000, and open the browser.
        otus-server -r /srv/site -b 0.0.0.0 -p 80
            Serve /srv/site to all machines that can reach this one.
        otus-server --port 0 --bind 127.0.0.1 --bind ::1 site
            Serve ./site over IPv4 and IPv6 on a free port, and print the port.
        otus-server site --explain /app.js -H 'Accept-Encoding: br'
            Print the response to one request and the reasons for it. Do not serve.

      Signals
        TERM, INT   Stop accepting connections, let requests finish during the grace
                    period, then exit. A second signal exits at once.
        USR1        Open the access log again, after it was renamed.
        HUP         The same, and reload the settings. If the terminal of the server
                    was closed, stop like TERM.

      Exit codes
        0           stopped by TERM or INT, even if requests were aborted; or printed
                    the requested information
        1           the server could not start, or the JVM crashed
        2           wrong settings, or an address that cannot be used; standard
                    error has one line about it
        3           out of memory (Java heap); of status: no server runs
        4           no permission to manage the server
        70          a thread of the server failed
        129, 130,   stopped at once by a second HUP, INT or TERM
        143

      Environment
        OTUS_NAME        value of the flag --name, such as OTUS_MAX_BODY=10m
        OTUS_JAVA_OPTS   JVM options, such as -Xmx256m
        OTUS_DEBUG       if set, print details when the server cannot start
      """;

  private HelpText() {}

  /// The short help: one line per flag.
  public static String summary() {
    StringBuilder text = new StringBuilder(USAGE).append('\n');
    for (HelpSection section : HelpSection.values()) {
      for (Flag flag : section == HelpSection.HIDDEN ? new Flag[0] : Flag.values()) {
        if (flag.section == section) {
          brief(flag, text);
        }
      }
    }
    return text.append("\nRun otus-server --help for details and defaults.\n").toString();
  }

  private static void brief(Flag flag, StringBuilder text) {
    String both = withValue(flag, 2);
    String names = both.length() < COLUMN ? both : withValue(flag, 1);
    text.append("  ").append(names);
    text.append(
        names.length() < COLUMN
            ? " ".repeat(COLUMN - names.length())
            : "\n" + " ".repeat(2 + COLUMN));
    text.append(flag.brief).append('\n');
  }

  /// The full help.
  public static String full() {
    StringBuilder text = new StringBuilder("A web server for static files.\n\n");
    text.append(USAGE);
    for (HelpSection section : HelpSection.values()) {
      if (section != HelpSection.HIDDEN) {
        text.append('\n').append(section.title).append('\n');
        explain(section, text);
      }
    }
    return text.append(EXAMPLES).toString();
  }

  private static void explain(HelpSection section, StringBuilder text) {
    for (Flag flag : Flag.values()) {
      if (flag.section == section) {
        text.append("  ").append(withValue(flag, flag.names.size())).append('\n');
        for (String line : (flag.brief + " " + flag.more).split(" (?=Default: )")) {
          wrap(line, text);
        }
      }
    }
  }

  private static String withValue(Flag flag, int names) {
    String withValue = flag.names.stream().limit(names).collect(Collectors.joining(", "));
    if (flag.label == null) {
      return withValue;
    }
    return withValue + (flag.mayBeBare() ? "" : " ") + flag.label;
  }

  private static void wrap(String paragraph, StringBuilder text) {
    int column = 0;
    for (String word : paragraph.split(" ")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? " ".repeat(INDENT) : " ").append(word);
      column += (column == 0 ? INDENT : 1) + word.length();
    }
    text.append('\n');
  }
}
