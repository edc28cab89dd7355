package otus.server.http.versions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The response that a client has received for one request, in the terms of both versions.
final class Received {
  /// The statuses of interim responses.
  final List<Integer> interim = new ArrayList<>();

  /// The status, or 0 if no response has begun.
  int status;

  /// The headers and trailers, `name: value` each, with names in lower case.
  final List<String> headers = new ArrayList<>();

  final List<String> trailers = new ArrayList<>();
  final StringBuilder body = new StringBuilder();

  /// The number of bytes of the body with its framing, as the record counts them.
  long counted;

  boolean complete;

  /// The code of RST_STREAM in HTTP/2, otherwise null.
  String reset;

  static String field(String name, String value) {
    return name.toLowerCase(Locale.ROOT) + ": " + value;
  }

  /// Returns the headers that are not those of a connection, which differ (RFC 9110 §7.6.1).
  List<String> endToEnd() {
    return headers.stream()
        .filter(each -> !each.matches("(connection|transfer-encoding|keep-alive): .*"))
        .sorted()
        .toList();
  }

  @Override
  public String toString() {
    return (complete ? "complete " : "incomplete ")
        + (reset == null ? "" : "reset " + reset + " ")
        + interim
        + status
        + headers
        + (body.length() > 200 ? body.length() + " bytes" : body)
        + trailers;
  }
}
