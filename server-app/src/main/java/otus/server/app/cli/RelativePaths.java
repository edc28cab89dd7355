package otus.server.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.AccessLogSpec;
import otus.server.app.config.UsageException;

/// Makes the paths in the values of flags absolute. Pure.
final class RelativePaths {
  private static final String UNIX = "unix:";

  /// A mount or filter with a provider of the server whose options contain paths.
  private static final Pattern PROVIDER =
      Pattern.compile("(?:/[^=]*=)?(?:static|auth|error-page):.*", Pattern.DOTALL);

  private static final Pattern OPTION = Pattern.compile("(?<!\\\\)([:,](?:root|file)=)(?=[^/,])");

  private RelativePaths() {}

  /// Returns the value with absolute paths.
  ///
  /// @param flag the flag, which determines which part of the value is a path
  /// @param directory the directory of relative paths, or null if there is none
  static String resolve(Flag flag, String value, @Nullable Path directory) {
    if (directory == null || value.isEmpty()) {
      return value;
    }
    return switch (flag) {
      case ROOT, AUTH_FILE, PLUGINS, PID_FILE -> path(value, directory);
      case TLS_CERT, TLS_KEY, TLS_PASSWORD_FILE, TLS_CLIENT_CA -> path(value, directory);
      case ERROR_PAGE -> after(value.indexOf('=') + 1, value, directory);
      case LISTEN, ADMIN -> value.startsWith(UNIX) ? after(UNIX.length(), value, directory) : value;
      case ACCESS_LOG -> accessLog(value, directory);
      case MOUNT, FILTER -> options(value, directory);
      default -> value;
    };
  }

  private static String accessLog(String value, Path directory) {
    try {
      AccessLogSpec log = AccessLogSpec.of(value);
      return log.isOff() || log.toStandardOutput()
          ? value
          : log.prefix() + path(log.target(), directory);
    } catch (UsageException e) {
      return value; // the code that opens it reports it
    }
  }

  private static String after(int begin, String value, Path directory) {
    return begin == 0 || begin == value.length()
        ? value
        : value.substring(0, begin) + path(value.substring(begin), directory);
  }

  private static String path(String path, Path directory) {
    try {
      return directory.resolve(path).normalize().toString();
    } catch (InvalidPathException e) {
      return path; // the code that opens it reports it
    }
  }

  private static String options(String value, Path directory) {
    if (!PROVIDER.matcher(value).matches()) {
      return value;
    }
    String escaped = directory.toString().replace("\\", "\\\\").replace(",", "\\,");
    return OPTION.matcher(value).replaceAll("$1" + Matcher.quoteReplacement(escaped + "/"));
  }
}
