package otus.server.app.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The value of `--access-log`: `[FORMAT:]TARGET`. Immutable.
///
/// @param format the format of the lines
/// @param target a file, `-` for standard output, or an empty string if there is no access log
public record AccessLogSpec(Format format, String target) {

  /// The formats of lines.
  public enum Format {
    /// The Combined Log Format of Apache and nginx.
    COMBINED,
    /// The Common Log Format, without referer and user agent.
    COMMON,
    /// A JSON object for each line.
    JSON,
    /// A short line for a terminal.
    SHORT
  }

  /// No access log.
  public static final AccessLogSpec OFF = new AccessLogSpec(Format.COMBINED, "");

  /// Short lines on standard output.
  public static final AccessLogSpec TERMINAL = new AccessLogSpec(Format.SHORT, "-");

  private static final Pattern PREFIX = Pattern.compile("([a-z]+):(.*)", Pattern.DOTALL);

  /// Parses a value.
  ///
  /// @throws UsageException if the format is unknown, or the target is missing
  public static AccessLogSpec of(String word) {
    Matcher prefix = PREFIX.matcher(word);
    boolean explicit = prefix.matches();
    if (!explicit && word.equals("off")) {
      return OFF;
    }
    String target = explicit ? prefix.group(2) : word;
    if (target.isEmpty()) {
      throw new UsageException(
          "--access-log must be [FORMAT:]TARGET, where TARGET is a file, - or off, not '"
              + word
              + "'");
    }
    return new AccessLogSpec(explicit ? format(prefix.group(1), word) : Format.COMBINED, target);
  }

  private static Format format(String name, String word) {
    Optional<Format> format =
        Arrays.stream(Format.values()).filter(each -> name(each).equals(name)).findFirst();
    return format.orElseThrow(
        () ->
            new UsageException(
                "--access-log: unknown format "
                    + name
                    + ", not one of "
                    + Arrays.stream(Format.values())
                        .map(AccessLogSpec::name)
                        .collect(Collectors.joining(", "))
                    + "; for a file of that name, write combined:"
                    + word));
  }

  private static String name(Format format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  /// The format as it precedes a target, such as `json:`.
  public String prefix() {
    return name(format) + ":";
  }

  /// Whether there is no access log.
  public boolean isOff() {
    return target.isEmpty();
  }

  /// Whether the lines go to standard output.
  public boolean toStandardOutput() {
    return target.equals("-");
  }
}
