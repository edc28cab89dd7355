package otus.server.app.config;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The request that `--explain` explains, always a `GET`. Immutable.
///
/// @param target target of the request line; an invalid one is allowed, since its rejection can be
///     explained, too
/// @param fields header fields, one line each
public record ExplainRequest(String target, List<String> fields) {

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
