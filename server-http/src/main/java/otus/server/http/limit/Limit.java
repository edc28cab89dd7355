package otus.server.http.limit;

import java.util.Locale;

/// A limit that delays, refuses or ends something when it is reached.
public enum Limit {
  /// The rate at which one connection sends: a response pauses.
  SEND_RATE,
  /// The number of requests of one connection: it ends.
  CONNECTION_REQUESTS,
  /// The number of requests of one client behind proxies: 429.
  CLIENT_REQUESTS,
  /// The rate of requests of one client: 429.
  REQUEST_RATE,
  /// The same in a dry run: the request is answered.
  REQUEST_RATE_DRY_RUN,
  /// The number of requests of one HTTP/2 connection at the same time: they are refused.
  STREAMS,
  /// The number of HTTP/2 frames and resets of one connection that are of no use: it ends.
  USELESS_FRAMES,
  /// The size of a request head, or of a part of it: 414 or 431.
  HEAD_SIZE,
  /// The size of a request body: 413.
  BODY_SIZE;

  /// Returns the name in statistics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
