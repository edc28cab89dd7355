package otus.server.http;

import java.time.Duration;
import otus.server.loop.Deadline;
import otus.server.loop.EventLoop;

/// How long one connection waits, and for what: one deadline for the head, the next request, a
/// client that has to keep moving, and its end. Owned by the connection, which does what is to be
/// done when it expires; confined to its loop. Reads no clock but the loop's.
///
/// A client that is waited for while content or a response moves has to send or take at least so
/// many bytes in each stall time. Only the time in which it is waited for counts, and only what it
/// moves in that time; who is waited for again and again, a little each time, gets no more of it
/// than who is waited for once.
final class Patience {

  /// How long a connection without a request is kept when the server stops: a request may be on its
  /// way, and answering it is better than losing it.
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  /// What an expired deadline means.
  enum Expired {
    /// There is no request, and none is expected any more; or the client has had its time to end.
    CLOSE,
    /// A head takes too long.
    SLOW_HEAD,
    /// The client moves too little content, or too little of the response.
    SLOW_CLIENT,
    /// The client has moved enough, and the next stall time has begun.
    NOTHING
  }

  private final EventLoop loop;
  private final HttpLimits limits;
  private final Deadline deadline;
  private boolean headTimed;

  /// Whether the client has to keep moving.
  private boolean watching;

  /// The moment from which on it has to; means something while watching.
  private long since;

  /// What was left of the stall time then, in nanoseconds.
  private long left;

  private long moved;

  /// Waits for the first head.
  ///
  /// @param onExpired called on the loop; asks [#expired] what that means
  Patience(EventLoop loop, HttpLimits limits, Runnable onExpired) {
    this.loop = loop;
    this.limits = limits;
    deadline = loop.deadline(onExpired);
    left = limits.stallTime().toNanos();
    deadline.set(limits.headTime());
  }

  /// A head has arrived in part: it is timed from the first of them on.
  void headBegun() {
    if (!headTimed) {
      headTimed = true;
      deadline.set(limits.headTime());
    }
  }

  /// A request is here, and its handler may take its time.
  void request() {
    headTimed = false;
    deadline.clear();
  }

  /// There is no request, and the next is waited for, but not for long if the server stops.
  void idle(boolean draining) {
    renew();
    deadline.set(draining ? LAST_CALL : limits.idleTime());
  }

  /// The last response is sent, and the client's end is waited for.
  void linger() {
    watch(false);
    deadline.set(limits.lingerTime());
  }

  /// Nothing is waited for any more.
  void giveUp() {
    deadline.giveUp();
  }

  /// Whether the client has to keep moving from now on; otherwise what takes time is not its fault.
  void watch(boolean on) {
    if (on && !watching) {
      since = loop.nanoTime();
      deadline.set(Duration.ofNanos(left));
    } else if (!on && watching) {
      left = Math.max(0, left - (loop.nanoTime() - since));
      deadline.clear();
    }
    watching = on;
  }

  /// The client has sent or taken so many bytes.
  void moved(long bytes) {
    if (watching) {
      moved += bytes;
    }
  }

  /// What it means that the deadline has expired.
  ///
  /// @param inHead whether a part of a head is here
  Expired expired(boolean inHead) {
    if (!watching) {
      return inHead ? Expired.SLOW_HEAD : Expired.CLOSE;
    }
    if (moved < limits.leastProgress()) {
      return Expired.SLOW_CLIENT;
    }
    renew();
    watch(true);
    return Expired.NOTHING;
  }

  /// Begins with a whole stall time, and with nobody watched.
  private void renew() {
    watch(false);
    left = limits.stallTime().toNanos();
    moved = 0;
  }
}
