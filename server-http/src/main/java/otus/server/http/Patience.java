package otus.server.http;

import java.time.Duration;
import otus.server.loop.Deadline;
import otus.server.loop.EventLoop;

/// How long one connection waits, and for what: one deadline for the head, the next request, a
/// client that has to keep moving, a handler that has to answer, and the client's end. Owned by the
/// connection, which does what is to be done when it expires; confined to its loop. Reads no clock
/// but the loop's.
///
/// A client that is waited for while content or a response moves has to send or take at least so
/// many bytes in each stall time. Only the time in which it is waited for counts, and only what it
/// moves in that time; who is waited for again and again, a little each time, gets no more of it
/// than who is waited for once.
///
/// A handler has its whole time whenever the client was waited for before, or gave it content. For
/// a client that has finished, and may be gone, it has only as long as a client may linger.
final class Patience {

  /// How long a connection without a request is kept when the server stops: a request may be on its
  /// way, and answering it is better than losing it.
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  /// Who is waited for while there is a request.
  enum Awaited {
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
  private boolean headTimed;

  private Awaited awaited = Awaited.NOBODY;

  /// The moment from which on the client has to keep moving; means something while it has to.
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

  /// A request is here; [#watch] says who is waited for, if anybody is.
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
    watch(Awaited.NOBODY);
    deadline.set(limits.lingerTime());
  }

  /// Nothing is waited for any more.
  void giveUp() {
    deadline.giveUp();
  }

  /// Who is waited for from now on.
  void watch(Awaited now) {
    if (now == awaited) {
      return;
    }
    if (awaited == Awaited.CLIENT) {
      left = Math.max(0, left - (loop.nanoTime() - since));
    }
    awaited = now;
    switch (now) {
      case NOBODY -> deadline.clear();
      case CLIENT -> {
        since = loop.nanoTime();
        deadline.set(Duration.ofNanos(left));
      }
      case HANDLER -> handlerMoved();
      case HANDLER_BRIEFLY -> deadline.set(limits.lingerTime());
    }
  }

  /// The handler has taken content: its time begins anew.
  void handlerMoved() {
    if (awaited != Awaited.HANDLER) {
      return;
    }
    if (limits.answers().time().isZero()) {
      deadline.clear();
    } else {
      deadline.set(limits.answers().time());
    }
  }

  /// The client has sent or taken so many bytes.
  void moved(long bytes) {
    if (awaited == Awaited.CLIENT) {
      moved += bytes;
    } else if (awaited == Awaited.HANDLER_BRIEFLY && bytes > 0) {
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
    return switch (awaited) {
      case NOBODY -> inHead ? Expired.SLOW_HEAD : Expired.CLOSE;
      case CLIENT -> expiredClient();
      case HANDLER -> Expired.SLOW_HANDLER;
      case HANDLER_BRIEFLY -> Expired.GONE_CLIENT;
    };
  }

  private Expired expiredClient() {
    if (moved < limits.leastProgress()) {
      return Expired.SLOW_CLIENT;
    }
    renew();
    watch(Awaited.CLIENT);
    return Expired.NOTHING;
  }

  /// Begins with a whole stall time, and with nobody watched.
  private void renew() {
    watch(Awaited.NOBODY);
    left = limits.stallTime().toNanos();
    moved = 0;
  }
}
