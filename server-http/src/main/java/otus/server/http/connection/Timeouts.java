package otus.server.http.connection;

import java.time.Duration;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.LoopContext;
import otus.server.loop.Deadline;
import otus.server.loop.EventLoop;

/// The timeouts of one connection. A single deadline limits the time for a head, for the next
/// request, for progress of the client, for the answer of the handler, and for the client's end.
/// Owned by the connection, which acts when the deadline expires; confined to its loop. Reads only
/// the loop's clock.
///
/// While a body is transferred in either direction, the client must transfer at least
/// [HttpLimits#minProgress] bytes within each stall time. When it has, the next stall time
/// begins. The first one begins when the server first waits for the client: bytes that the kernel
/// has accepted by then are not progress of the client. Only the time in which the server waits for
/// the client counts, and only the bytes transferred in that time; short waits add up.
///
/// The kernel reports a full socket as writable only after a large part of its buffer has drained,
/// so the connection tries to write [#PROBES] times within a stall time. A client that stops
/// reading is therefore disconnected at most one probe later than a stall time after it stopped.
///
/// When the server drains, a connection whose head has not begun has only the last call left. A
/// head that has begun keeps its time, which the grace period of the server limits.
///
/// The handler's time starts again after each wait for the client, and whenever the handler has
/// received a part of the request body. If the client has half-closed the connection, and may have
/// disconnected, the handler has only the linger time.
public final class Timeouts {

  /// The time that a connection without a request is kept when the server stops: a request may be
  /// on its way, and answering it is better than losing it.
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  /// The number of times within a stall time that the connection tries to write, and that progress
  /// is measured.
  private static final int PROBES = 10;

  /// The side that the connection waits for during a request.
  public enum WaitingOn {
    /// Neither side: the connection continues in the next turn, or its time is not limited.
    NOTHING,
    /// The client must read or send.
    CLIENT,
    /// The handler must answer.
    HANDLER,
    /// The handler must answer, or supply more of a stream, for a half-closed client.
    HANDLER_HALF_CLOSED
  }

  /// The meaning of an expired deadline.
  public enum Expired {
    /// The connection is idle, or the client has not closed it within the linger time.
    CLOSE,
    /// A head has not arrived in time.
    SLOW_HEAD,
    /// The client sends the request body, or reads the response, too slowly.
    SLOW_CLIENT,
    /// The handler has not answered in time.
    SLOW_HANDLER,
    /// The client is half-closed, and the handler supplies no response or no more of a stream.
    HALF_CLOSED_CLIENT,
    /// Nothing to do: the deadline was set again.
    NOTHING
  }

  private final EventLoop loop;
  private final Deadline deadline;

  /// The limits of the current request, or those with which the next one is awaited.
  private HttpLimits limits;

  private Duration idleTimeout;
  private long stallTimeout;
  private boolean headTimed;
  private long headSince;

  /// Whether the deadline is that of the last call, which is never extended.
  private boolean lastCall;

  private WaitingOn waitingOn = WaitingOn.NOTHING;

  /// The start of the current wait for the client; unused while there is no such wait.
  private long waitStart;

  /// The rest of the stall time at the start of the wait, in nanoseconds.
  private long remaining;

  /// The number of bytes that the client has transferred in this stall time.
  private long transferred;

  /// Creates timeouts, none of which has begun.
  ///
  /// @param onExpired called on the loop when the deadline expires; then calls [#expired]
  public Timeouts(LoopContext context, Runnable onExpired) {
    loop = context.loop();
    deadline = loop.deadline(onExpired);
    limits = context.limits();
    idleTimeout = limits.idleTimeout();
    stallTimeout = limits.stallTimeout().toNanos();
    remaining = stallTimeout;
  }

  /// Changes the limits of the timeouts that start from now on, before a head begins.
  public void limit(HttpLimits changed) {
    limits = changed;
    idleTimeout = changed.idleTimeout();
    stallTimeout = changed.stallTimeout().toNanos();
  }

  /// Starts the timeout of the first head.
  public void open() {
    deadline.set(limits.headTimeout());
  }

  /// Starts the timeout of a head when its first byte has arrived. Has no effect after that.
  public void headBegun() {
    if (headTimed) {
      return;
    }
    headTimed = true;
    lastCall = false;
    headSince = loop.nanoTime();
    deadline.set(limits.headTimeout());
  }

  /// Returns the time at which the first byte of the current head was read, in nanoseconds of the
  /// loop.
  public long headSince() {
    return headTimed ? headSince : loop.nanoTime();
  }

  /// Stops the timeout of a head that is complete. The next timeout starts with [#waitFor].
  ///
  /// @return the time of [#headSince]
  public long request() {
    long since = headSince();
    headTimed = false;
    deadline.clear();
    return since;
  }

  /// Starts the timeout of an idle connection.
  ///
  /// @param last whether only the last call is left
  public void idle(boolean last) {
    waitFor(WaitingOn.NOTHING);
    startStallTime();
    lastCall = last;
    deadline.set(last ? LAST_CALL : idleTimeout);
  }

  /// Starts the last call, for a connection whose head has not begun when the server drains.
  public void drain() {
    if (!headTimed) {
      lastCall = true;
      deadline.set(LAST_CALL);
    }
  }

  /// Starts the linger time, in which the client should close after the last response.
  public void linger() {
    waitFor(WaitingOn.NOTHING);
    deadline.set(limits.lingerTime());
  }

  /// Releases the deadline when the connection is closed.
  public void close() {
    deadline.giveUp();
  }

  /// Changes the side that the connection waits for.
  public void waitFor(WaitingOn now) {
    if (now == waitingOn) {
      if (now == WaitingOn.CLIENT
          && !deadline.isSet()) { // it has expired, and there is another wait
        startStallTime();
        waitStart = loop.nanoTime();
        setProbe();
      }
      return;
    }
    if (waitingOn == WaitingOn.CLIENT) {
      remaining -= loop.nanoTime() - waitStart;
    }
    waitingOn = now;
    switch (now) {
      case NOTHING -> deadline.clear();
      case CLIENT -> {
        waitStart = loop.nanoTime();
        setProbe();
      }
      case HANDLER -> onHandlerProgress();
      case HANDLER_HALF_CLOSED -> deadline.set(limits.lingerTime());
    }
  }

  /// Restarts the handler's time after it has received a part of the request body.
  public void onHandlerProgress() {
    if (waitingOn != WaitingOn.HANDLER) {
      return;
    }
    if (limits.handlers().answerTimeout().isZero()) {
      deadline.clear();
    } else {
      deadline.set(limits.handlers().answerTimeout());
    }
  }

  /// Records bytes that the client has sent or read.
  public void onProgress(long bytes) {
    if (waitingOn == WaitingOn.CLIENT) {
      transferred += bytes;
      if (transferred >= limits.minProgress()) {
        startStallTime();
        waitStart = loop.nanoTime();
        setProbe();
      }
    } else if (waitingOn == WaitingOn.HANDLER_HALF_CLOSED && bytes > 0) {
      deadline.set(limits.lingerTime());
    }
  }

  /// Returns the meaning of the expired deadline.
  ///
  /// @param inHead whether a part of a head has arrived
  public Expired expired(boolean inHead) {
    if (deadline.isSet()) {
      return Expired.NOTHING; // it was set again by progress in the same turn
    }
    return switch (waitingOn) {
      case NOTHING -> inHead && !lastCall ? Expired.SLOW_HEAD : Expired.CLOSE;
      case CLIENT -> expiredClient();
      case HANDLER -> Expired.SLOW_HANDLER;
      case HANDLER_HALF_CLOSED -> Expired.HALF_CLOSED_CLIENT;
    };
  }

  private Expired expiredClient() {
    long now = loop.nanoTime();
    remaining -= now - waitStart;
    waitStart = now;
    if (remaining <= 0) {
      return Expired.SLOW_CLIENT;
    }
    setProbe();
    return Expired.NOTHING;
  }

  /// Sets the deadline to the next probe, or to the end of the stall time if that comes first.
  private void setProbe() {
    deadline.set(Duration.ofNanos(Math.min(remaining, stallTimeout / PROBES)));
  }

  private void startStallTime() {
    remaining = stallTimeout;
    transferred = 0;
  }
}
