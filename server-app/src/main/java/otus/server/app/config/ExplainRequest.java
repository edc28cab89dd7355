package otus.server.app.config;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The request that `--explain` is about: always a `GET`. Pure.
///
/// @param target as in a request line, not checked: what a server would refuse is refused, and that
///     is explained
/// @param fields of the request, a line each
public record ExplainRequest(String target, List<String> fields) {

  /// Takes a copy.
  ///
  /// @throws UsageException if it is no request at all
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

  private static boolean isLine(String text) {
    return text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
  }

  private static boolean isNamed(String field, String name) {
    return field.substring(0, field.indexOf(':')).strip().equalsIgnoreCase(name);
  }

  /// The head as a client sends it. Who names no host means this machine.
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
