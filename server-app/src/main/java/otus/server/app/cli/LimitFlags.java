package otus.server.app.cli;

import java.time.Duration;
import otus.server.app.config.ShutdownPolicy;
import otus.server.app.config.UsageException;
import otus.server.http.HttpServer;
import otus.server.http.config.ClientLimits;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.PerConnection;
import otus.server.http.config.RequestLimits;
import otus.server.http.config.RequestRate;

/// Turns flags into limits and timeouts. Pure.
///
/// @param parsed the values of flags, from all levels
record LimitFlags(ParsedArgs parsed) {

  /// The request target may take a quarter of the head, as in [RequestLimits#defaults].
  private static final int TARGETS_PER_HEAD = 4;

  private static final long MIN_HEAD = 1 << 10;
  private static final long MAX_HEAD = 1 << 20;

  /// No limit per address: behind a load balancer all connections come from the same one.
  private static final int UNLIMITED = 0;

  /// The maximum number of connections.
  int connections() {
    return number(Flag.MAX_CONNECTIONS, 1, HttpServer.defaultConnections());
  }

  /// The limits of each client address.
  ClientLimits clients() {
    return new ClientLimits(
        number(Flag.MAX_CONNECTIONS_PER_ADDRESS, 0, UNLIMITED),
        parsed.value(Flag.MAX_REQUEST_RATE, RateParser::rate, RequestRate.UNLIMITED));
  }

  /// Limits and timeouts of requests, connections and handlers.
  HttpLimits http() {
    HttpLimits defaults = HttpLimits.defaults();
    return defaults
        .withRequests(requestLimits())
        .withHeadTimeout(timeout(Flag.HEADER_TIMEOUT, defaults.headTimeout()))
        .withStallTimeout(timeout(Flag.STALL_TIMEOUT, defaults.stallTimeout()))
        .withIdleTimeout(timeout(Flag.IDLE_TIMEOUT, defaults.idleTimeout()))
        .withHandlers(handlerLimits())
        .withConnection(perConnection());
  }

  private RequestLimits requestLimits() {
    RequestLimits defaults = RequestLimits.defaults();
    int head = parsed.value(Flag.MAX_HEAD, LimitFlags::headSize, defaults.maxHeadSize());
    return new RequestLimits(
        head / TARGETS_PER_HEAD,
        head,
        defaults.maxHeaders(),
        parsed.value(
            Flag.MAX_BODY, word -> ValueParser.size(Flag.MAX_BODY, word), defaults.maxBodySize()));
  }

  private PerConnection perConnection() {
    return new PerConnection(
        number(Flag.MAX_REQUESTS_PER_CONNECTION, 0, UNLIMITED),
        parsed.value(Flag.MAX_SEND_RATE, LimitFlags::sendRate, (long) UNLIMITED),
        number(Flag.MAX_STREAMS, 1, PerConnection.MAX_STREAMS));
  }

  private static int headSize(String word) {
    long size = ValueParser.size(Flag.MAX_HEAD, word);
    if (size < MIN_HEAD || size > MAX_HEAD) {
      throw new UsageException(Flag.MAX_HEAD.longName() + " must be 1k to 1m, not " + word);
    }
    return (int) size;
  }

  private static long sendRate(String word) {
    long rate = ValueParser.size(Flag.MAX_SEND_RATE, word);
    if (rate != UNLIMITED && rate < PerConnection.MIN_SEND_RATE) {
      throw new UsageException(
          Flag.MAX_SEND_RATE.longName() + " must be 0, for unlimited, or at least 1k, not " + word);
    }
    return rate;
  }

  private HandlerLimits handlerLimits() {
    HandlerLimits defaults = HandlerLimits.defaults();
    return defaults
        .withAnswerTimeout(time(Flag.ANSWER_TIMEOUT, defaults.answerTimeout()))
        .withMaxBlocking(number(Flag.MAX_BLOCKING, 1, defaults.maxBlocking()));
  }

  /// Delay and grace period of a shutdown.
  ShutdownPolicy shutdown() {
    ShutdownPolicy defaults = ShutdownPolicy.defaults();
    return new ShutdownPolicy(
        time(Flag.SHUTDOWN_DELAY, defaults.delay()), time(Flag.GRACE_PERIOD, defaults.grace()));
  }

  private int number(Flag flag, int min, int defaultValue) {
    return parsed.value(flag, word -> ValueParser.atLeast(flag, min, word), defaultValue);
  }

  private Duration time(Flag flag, Duration defaultValue) {
    return parsed.value(flag, word -> ValueParser.time(flag, word), defaultValue);
  }

  private Duration timeout(Flag flag, Duration defaultValue) {
    return parsed.value(flag, word -> ValueParser.timeout(flag, word), defaultValue);
  }
}
