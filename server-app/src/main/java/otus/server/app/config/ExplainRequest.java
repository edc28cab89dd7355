package otus.server.app.config;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The request that `--explain` explains, always a `GET`. Immutable.
///
/// @param target target of the request line; an invalid one is allowed, since its rejection can be
///     explained, too
/// @param fields header fields, one line each
/// @param local the address at which the request arrives, which determines the sites that are
///     served; empty for one without sites of its own
/// @param encrypted whether the request arrives over TLS
public record ExplainRequest(
    String target, List<String> fields, Optional<SocketAddress> local, boolean encrypted) {
  private static final int MAX_PORT = 65_535;
  private static final Pattern SOCKET = Pattern.compile("https?://(unix:[^:]+):(/.*)");
  private static final Pattern URL = Pattern.compile("https?://([^/?#@]+):([0-9]{1,5})(?:[/?].*)?");

  /// Copies the fields.
  ///
  /// @throws UsageException if the target is empty, a field has no name, either has a line break,
  ///     or a field announces a body
  public ExplainRequest {
    fields = List.copyOf(fields);
    if (target.isEmpty() || !isLine(target)) {
      throw new UsageException("--explain must be a path such as /a/b.html, not '" + target + "'");
    }
    for (String field : fields) {
      if (field.indexOf(':') <= 0 || !isLine(field)) {
        throw new UsageException("--header must be 'Name: value', not '" + field + "'");
      }
      if (isNamed(field, "Content-Length") || isNamed(field, "Transfer-Encoding")) {
        throw new UsageException("--explain sends a GET without a body: remove " + field);
      }
    }
  }

  /// Parses the value of `--explain`.
  ///
  /// @param word a path; or a URL such as `http://www.example.org:8080/a`, or, as in nginx,
  ///     `http://unix:/run/otus.sock:/a`. Its port or socket is that of a listener; `https` is a
  ///     request over TLS
  /// @param options the settings, with the listeners
  /// @throws UsageException if the value is invalid, or there is no such listener
  public static ExplainRequest of(String word, List<String> fields, Options options) {
    boolean encrypted = word.startsWith("https:");
    Matcher socket = SOCKET.matcher(word);
    if (socket.matches()) {
      ListenAddress address = ListenAddress.of("--explain", socket.group(1));
      return new ExplainRequest(
          socket.group(2), fields, Optional.of(options.listener(address, true)), encrypted);
    }
    Matcher url = URL.matcher(word);
    if (!url.matches()) {
      return new ExplainRequest(word, fields, Optional.empty(), encrypted);
    }
    // The host may be a name that another machine resolves; then its port decides.
    String host = url.group(1);
    boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
    String port = url.group(2);
    if (Integer.parseInt(port) > MAX_PORT) {
      throw new UsageException("--explain " + word + ": invalid port (0 to 65535): " + port);
    }
    ListenAddress address = ListenAddress.of("--explain", literal ? host + ":" + port : port);
    // The URL remains the target: RFC 9112 §3.2.2 gives its host precedence over the field.
    return new ExplainRequest(
        word, fields, Optional.of(options.listener(address, literal)), encrypted);
  }

  private static boolean isLine(String text) {
    return text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
  }

  private static boolean isNamed(String field, String name) {
    return field.substring(0, field.indexOf(':')).strip().equalsIgnoreCase(name);
  }

  /// The encoded request head. `Host: localhost` is added if the fields have no `Host`.
  public byte[] octets() {
    StringBuilder head = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\n");
    boolean host = false;
    for (String field : fields) {
      host |= isNamed(field, "Host");
      head.append(field).append("\r\n");
    }
    if (!host) {
      head.append("Host: localhost\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
