package otus.server.app.cli;

import java.util.stream.Collectors;

/// The help: the flags of [Flag], units, signals and exit codes. Pure.
public final class HelpText {
  private static final int WIDTH = 80;
  private static final int INDENT = 6;
  private static final int COLUMN = 25;

  private static final String USAGE =
      """
      Usage: otus-server [DIR] [OPTION]...
             otus-server plugins [--plugins DIR]   lists handlers and their options
             otus-server plugins check X.jar       says whether a plugin would load
      """;

  private static final String EXAMPLES =
      """

      Examples
        otus-server
            serves the current folder at http://127.0.0.1:8080/ to this machine alone
        otus-server -r /srv/site -b 0.0.0.0 -p 80
            serves /srv/site to everybody who can reach this machine
        otus-server --port 0 --bind 127.0.0.1 --bind ::1 site
            serves ./site by IPv4 and IPv6, on a port that is free and is printed
        otus-server site --explain /app.js -H 'Accept-Encoding: br'
            says what would be answered, and why, without serving

      Times are written 500ms, 30s, 2m or 1h; sizes 4096, 64k, 10m or 1g.

      Signals
        TERM, INT   accept no more connections, let requests finish for the grace
                    period, then stop; the second one stops at once
        HUP         stop at once, as is the custom; nohup or a service manager keeps
                    it away

      Exit codes
        0           stopped after TERM or INT, also if requests were cut off; or has
                    told what was asked for
        1           could not start, or the Java machine crashed
        2           a mistake on the command line, said in one line on standard error
        3           the heap was full
        70          a thread of the server failed
        130, 143    stopped at once by a second INT or TERM

      Environment
        OTUS_JAVA_OPTS   options for the Java machine, such as -Xmx256m
        OTUS_DEBUG       set to anything: say more when the server cannot start
      """;

  private HelpText() {}

  /// The short help: one line per flag.
  public static String summary() {
    StringBuilder text = new StringBuilder(USAGE).append('\n');
    for (Flag flag : Flag.values()) {
      if (flag.section != HelpSection.NONE) {
        String both = withValue(flag, 2);
        String names = both.length() < COLUMN ? both : withValue(flag, 1);
        text.append("  ").append(names).append(" ".repeat(Math.max(1, COLUMN - names.length())));
        text.append(flag.brief).append('\n');
      }
    }
    return text.append("\nMore with --help.\n").toString();
  }

  /// The full help.
  public static String full() {
    StringBuilder text = new StringBuilder("Serves the files of a folder over HTTP.\n\n");
    text.append(USAGE);
    for (HelpSection section : HelpSection.values()) {
      if (section != HelpSection.NONE) {
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
        wrap(flag.brief + " " + flag.more, text);
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
