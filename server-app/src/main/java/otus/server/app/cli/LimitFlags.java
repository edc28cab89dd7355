package otus.server.app.cli;

import java.time.Duration;
import otus.server.app.config.ShutdownPolicy;
import otus.server.http.HttpServer;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;

/// Turns flags into limits and timeouts. Pure.
///
/// @param parsed the values of flags, from all levels
record LimitFlags(ParsedArgs parsed) {

  /// No limit per address: behind a load balancer all connections come from the same one.
  private static final int UNLIMITED = 0;

  /// The maximum number of connections.
  int connections() {
    return number(Flag.MAX_CONNECTIONS, 1, HttpServer.defaultConnections());
  }

  /// The maximum number of connections of one address; 0 = unlimited.
  int connectionsPerAddress() {
    return number(Flag.MAX_CONNECTIONS_PER_ADDRESS, 0, UNLIMITED);
  }

  /// Limits and timeouts of requests, connections and handlers.
  HttpLimits http() {
    HttpLimits defaults = HttpLimits.defaults();
    return defaults
        .withRequests(requestLimits())
        .withHeadTimeout(timeout(Flag.HEADER_TIMEOUT, defaults.headTimeout()))
        .withStallTimeout(timeout(Flag.STALL_TIMEOUT, defaults.stallTimeout()))
        .withIdleTimeout(timeout(Flag.IDLE_TIMEOUT, defaults.idleTimeout()))
        .withHandlers(handlerLimits());
  }

  private RequestLimits requestLimits() {
    RequestLimits defaults = RequestLimits.defaults();
    return defaults.withMaxBodySize(
        parsed.value(
            Flag.MAX_BODY, word -> ValueParser.size(Flag.MAX_BODY, word), defaults.maxBodySize()));
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
