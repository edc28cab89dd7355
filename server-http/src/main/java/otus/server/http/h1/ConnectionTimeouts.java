package otus.server.http.h1;

import java.time.Duration;
import otus.server.http.config.HttpLimits;
import otus.server.loop.Deadline;
import otus.server.loop.EventLoop;

/// How long one connection waits, and for what: one deadline for the head, the next request, a
/// client that has to keep moving, a handler that has to answer, and the client's end. Owned by the
/// connection, which does what is to be done when it expires; confined to its loop. Reads no clock
/// but the loop's.
///
/// While content or a response is transferred, the client must move at least
/// [HttpLimits#leastProgress] bytes within each stall time. As soon as it has, the next stall time
/// begins. The first one begins when the server first waits for the client: what the kernel has
/// taken by then is no progress of the client. Only the time in which the server waits for the
/// client counts, and only the bytes moved in that time; many short waits add up.
///
/// The kernel reports a full pipe as writable only after a good part of it has drained, so the
/// connection tries to write [#PROBES] times within a stall time. A client that stops reading is
/// therefore ended at most one probe later than a stall time after it stopped.
///
/// When the server drains, a connection without a complete head has only the last call left,
/// however slowly its head arrives.
///
/// A handler has its whole time whenever the client was waited for before, or gave it content. For
/// a client that has finished, and may be gone, it has only as long as a client may linger.
final class ConnectionTimeouts {

  /// How long a connection without a request is kept when the server stops: a request may be on its
  /// way, and answering it is better than losing it.
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  /// How many times within a stall time the connection tries to write, and progress is measured.
  private static final int PROBES = 10;

  /// Who is waited for while there is a request.
  enum WaitingOn {
    /// Nobody: what there is to do is done in the next turn, or takes the time it takes.
    NOBODY,
    /// The client: it has to take or to send.
    CLIENT,
    /// The handler: it has to settle its answer.
    HANDLER,
    /// The handler, by a client that has finished: it has to settle, or to give more of a stream.
    HANDLER_BRIEFLY
  }

  /// What an expired deadline means.
  enum Expired {
    /// There is no request, and none is expected any more; or the client has had its time to end.
    CLOSE,
    /// A head takes too long.
    SLOW_HEAD,
    /// The client moves too little content, or too little of the response.
    SLOW_CLIENT,
    /// The handler takes too long to settle its answer.
    SLOW_HANDLER,
    /// The client has finished, and what it is owed does not come.
    GONE_CLIENT,
    /// There was enough progress, and the next time has begun.
    NOTHING
  }

  private final EventLoop loop;
  private final HttpLimits limits;
  private final Deadline deadline;
  private final Duration idleTime;
  private final long stallTime;
  private boolean headTimed;
  private long headSince;

  /// Whether the last call was set, which nothing extends.
  private boolean lastCall;

  private WaitingOn waitingOn = WaitingOn.NOBODY;

  /// The moment since which the client is waited for; meaningless while it is not.
  private long since;

  /// What was left of the stall time at that moment, in nanoseconds.
  private long left;

  /// How many bytes the client has moved in this stall time.
  private long moved;

  /// Waits for the first head.
  ///
  /// @param onExpired called on the loop; asks [#expired] what that means
  ConnectionTimeouts(EventLoop loop, HttpLimits limits, Runnable onExpired) {
    this.loop = loop;
    this.limits = limits;
    deadline = loop.deadline(onExpired);
    idleTime = limits.idleTime();
    stallTime = limits.stallTime().toNanos();
    left = stallTime;
    deadline.set(limits.headTime());
  }

  /// A head has arrived in part: it is timed from its first byte on.
  void headBegun() {
    if (headTimed) {
      return;
    }
    headTimed = true;
    headSince = loop.nanoTime();
    if (!lastCall) {
      deadline.set(limits.headTime());
    }
  }

  /// When the first byte of the current head was seen, in nanoseconds of the loop.
  long headSince() {
    return headTimed ? headSince : loop.nanoTime();
  }

  /// A head is complete; [#waitFor] tells who is waited for next.
  void request() {
    headTimed = false;
    deadline.clear();
  }

  /// Waits for the next request.
  ///
  /// @param last whether only the last call is left
  void idle(boolean last) {
    waitFor(WaitingOn.NOBODY);
    renew();
    lastCall = last;
    deadline.set(last ? LAST_CALL : idleTime);
  }

  /// The server drains, and there is no complete head: the last call is left.
  void drain() {
    lastCall = true;
    deadline.set(LAST_CALL);
  }

  /// The last response is sent, and the client's end is waited for.
  void linger() {
    waitFor(WaitingOn.NOBODY);
    deadline.set(limits.lingerTime());
  }

  /// Nothing is waited for any more.
  void giveUp() {
    deadline.giveUp();
  }

  /// Who is waited for from now on.
  void waitFor(WaitingOn now) {
    if (now == waitingOn) {
      return;
    }
    if (waitingOn == WaitingOn.CLIENT) {
      left -= loop.nanoTime() - since;
    }
    waitingOn = now;
    switch (now) {
      case NOBODY -> deadline.clear();
      case CLIENT -> {
        since = loop.nanoTime();
        setProbe();
      }
      case HANDLER -> onHandlerProgress();
      case HANDLER_BRIEFLY -> deadline.set(limits.lingerTime());
    }
  }

  /// The handler has taken content: its time begins anew.
  void onHandlerProgress() {
    if (waitingOn != WaitingOn.HANDLER) {
      return;
    }
    if (limits.answers().time().isZero()) {
      deadline.clear();
    } else {
      deadline.set(limits.answers().time());
    }
  }

  /// The client has sent or taken so many bytes.
  void onProgress(long bytes) {
    if (waitingOn == WaitingOn.CLIENT) {
      moved += bytes;
      if (moved >= limits.leastProgress()) {
        renew();
        since = loop.nanoTime();
        setProbe();
      }
    } else if (waitingOn == WaitingOn.HANDLER_BRIEFLY && bytes > 0) {
      deadline.set(limits.lingerTime());
    }
  }

  /// What it means that the deadline has expired.
  ///
  /// @param inHead whether a part of a head is here
  Expired expired(boolean inHead) {
    if (deadline.isSet()) {
      return Expired.NOTHING; // it was set again by what moved in this very moment
    }
    return switch (waitingOn) {
      case NOBODY -> inHead && !lastCall ? Expired.SLOW_HEAD : Expired.CLOSE;
      case CLIENT -> expiredClient();
      case HANDLER -> Expired.SLOW_HANDLER;
      case HANDLER_BRIEFLY -> Expired.GONE_CLIENT;
    };
  }

  private Expired expiredClient() {
    long now = loop.nanoTime();
    left -= now - since;
    since = now;
    if (left <= 0) {
      return Expired.SLOW_CLIENT;
    }
    setProbe();
    return Expired.NOTHING;
  }

  /// Sets the deadline to the next probe, or to the end of the stall time if that comes first.
  private void setProbe() {
    deadline.set(Duration.ofNanos(Math.min(left, stallTime / PROBES)));
  }

  /// Begins a stall time.
  private void renew() {
    left = stallTime;
    moved = 0;
  }
}
