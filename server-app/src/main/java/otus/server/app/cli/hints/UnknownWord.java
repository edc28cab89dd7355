package otus.server.app.cli.hints;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import otus.server.app.config.Spelling;
import otus.server.app.config.UsageException;

/// Advice for a word that is taken for a directory. Used by `ContentFlags`;
/// pure.
public final class UnknownWord {
  private static final List<String> COMMANDS =
      List.of(
          "plugins", "config", "check", "reload", "start", "restart", "stop", "status", "help",
          "version");

  /// A port or a host with a port, as Caddy, Go programs and serve take it.
  private static final Pattern ADDRESS = Pattern.compile("(tcp://|http://)?([^/:]*):(\\d{1,5})/?");

  private UnknownWord() {}

  /// Returns a usage error with advice, if there is any for the word.
  ///
  /// @param e the error: there is no such directory, or more than one
  /// @param word the word of the command line
  public static UsageException in(UsageException e, String word) {
    String message = String.valueOf(e.getMessage());
    if (!message.startsWith("no such directory") && !message.startsWith("more than one")) {
      return e;
    }
    return advice(word)
        .map(advice -> new UsageException(message + " (" + advice + ")", e))
        .orElse(e);
  }

  private static Optional<String> advice(String word) {
    var address = ADDRESS.matcher(word);
    if (address.matches()) {
      String host = address.group(2);
      return meant(
          host.isEmpty()
              ? "--port " + address.group(3)
              : "--listen " + host + ":" + address.group(3));
    }
    if (!word.matches("[a-z-]{2,20}")) {
      return Optional.empty();
    }
    return OtherTools.adviceForWord(word)
        .or(() -> Spelling.nearest(word, COMMANDS).flatMap(UnknownWord::meant));
  }

  private static Optional<String> meant(String name) {
    return Optional.of("did you mean " + name + "?");
  }
}
