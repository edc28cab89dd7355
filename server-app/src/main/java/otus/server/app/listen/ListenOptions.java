package otus.server.app.listen;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of an address to listen on, as in `unix:/run/otus.sock,mode=0660,group=www-data` and
/// `0.0.0.0:8080,proxy-protocol`. Immutable.
///
/// @param proxyProtocol whether connections begin with a header of the PROXY protocol
/// @param tls whether connections are encrypted
/// @param mode the permissions of the file of a Unix socket, or null for the default
/// @param owner name or number of the user that owns the file, or null for that of the process
/// @param group name or number of the group of the file, or null for that of the process
public record ListenOptions(
    boolean proxyProtocol,
    boolean tls,
    @Nullable Integer mode,
    @Nullable String owner,
    @Nullable String group) {

  /// No options.
  public static final ListenOptions NONE = new ListenOptions(false, false, null, null, null);

  /// TLS, and no other option.
  public static final ListenOptions TLS = new ListenOptions(false, true, null, null, null);

  private static final int MAX_MODE = 0777;

  /// Parses options.
  ///
  /// @param words the words behind the address, without commas
  /// @param isUnix whether the address is that of a Unix socket
  /// @throws IllegalArgumentException if one is unknown, invalid, given twice, or for Unix sockets
  ///     only; the message is for operators
  public static ListenOptions of(List<String> words, boolean isUnix) {
    ListenOptions options = NONE;
    Set<String> names = new HashSet<>();
    for (String word : words) {
      int sign = word.indexOf('=');
      String name = sign < 0 ? word : word.substring(0, sign + 1);
      String value = word.substring(sign + 1);
      if (!names.add(name)) {
        throw new IllegalArgumentException(word + " is given twice");
      }
      options = options.with(name, value, word);
    }
    if (!isUnix && !(options.mode == null && options.owner == null && options.group == null)) {
      throw new IllegalArgumentException("mode, owner and group are for unix:PATH only");
    }
    return options;
  }

  private ListenOptions with(String name, String value, String word) {
    return switch (name) {
      case "proxy-protocol" -> new ListenOptions(true, tls, mode, owner, group);
      case "tls" -> new ListenOptions(proxyProtocol, true, mode, owner, group);
      case "mode=" -> new ListenOptions(proxyProtocol, tls, octal(value), owner, group);
      case "owner=" -> new ListenOptions(proxyProtocol, tls, mode, filled(value, word), group);
      case "group=" -> new ListenOptions(proxyProtocol, tls, mode, owner, filled(value, word));
      default ->
          throw new IllegalArgumentException(
              "unknown option " + word + ", not tls, proxy-protocol, mode=, owner= or group=");
    };
  }

  private static int octal(String value) {
    int mode = value.matches("[0-7]{1,4}") ? Integer.parseInt(value, 8) : MAX_MODE + 1;
    if (mode > MAX_MODE) {
      throw new IllegalArgumentException("mode must be an octal number up to 0777, not " + value);
    }
    return mode;
  }

  private static String filled(String value, String word) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(word + " needs a name");
    }
    return value;
  }
}
