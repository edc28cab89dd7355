package otus.server.loop;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/// The listening sockets of one loop. They pause while the maximum number of connections is reached
/// and none is idle, and for a moment after accepting has failed. Owned by the loop and confined to
/// it, except the list of sockets, which does not change any more once the loop runs.
final class ListenSockets {
  /// The pause after accepting has failed, mostly because no descriptor is left.
  private static final Duration FAILED_PAUSE = Duration.ofMillis(200);

  /// The maximum delay until this loop notices that connections of other loops have made room, or
  /// that a connection has become idle.
  private static final Duration FULL_PAUSE = Duration.ofMillis(50);

  private final List<ListenSocket> sockets = new ArrayList<>();
  private final ConnectionLimiter limiter;
  private final Timers timers;
  private final ConnectionLimiter.Member member;
  private final LoopMeter meter;

  /// Makes the loop accept again, and thus try again to make room.
  private final Deadline roomRequested;

  /// Whether sockets are paused because the maximum number of connections is reached.
  private boolean full;

  /// Whether accepting failed and has not succeeded since. Limits the log to one line per series of
  /// failures, instead of five lines per second.
  private boolean failed;

  /// @param limiter the limiter of all loops of the group
  /// @param member the membership of this loop in the limiter
  ListenSockets(
      ConnectionLimiter limiter, Timers timers, ConnectionLimiter.Member member, LoopMeter meter) {
    this.limiter = limiter;
    this.timers = timers;
    this.member = member;
    this.meter = meter;
    roomRequested = timers.deadline(this::resume);
  }

  void add(ListenSocket socket) {
    sockets.add(socket);
  }

  /// Returns whether a socket, of this loop or of a stalled one, may accept another connection. If
  /// not, pauses the socket of this loop.
  boolean mayAccept(ListenSocket socket) {
    if (limiter.hasRoom()) {
      return true;
    }
    if (sockets.contains(socket)) { // other loops pause their sockets themselves
      socket.accepting(false);
    }
    full = true;
    return false;
  }

  /// Resumes accepting if there is room, or makes room by closing an idle connection. Called at the
  /// end of a turn, after all arrived bytes were handled.
  void findRoom() {
    if (!full) {
      return;
    }
    if (limiter.hasRoom() || (!roomRequested.isSet() && limiter.closeIdle(member))) {
      resume();
    } else if (!roomRequested.isSet()) {
      roomRequested.set(FULL_PAUSE);
      limiter.logFull(timers.now());
      limiter.requestRoom(member);
    }
  }

  private void resume() {
    full = false;
    roomRequested.clear();
    sockets.forEach(socket -> socket.accepting(true));
  }

  void onAccepted() {
    meter.accepted();
    failed = false;
  }

  void onFailed(ListenSocket socket, IOException failure) {
    meter.acceptFailed();
    socket.accepting(false);
    timers.deadline(() -> socket.accepting(true)).set(FAILED_PAUSE);
    if (!failed) {
      failed = true;
      // A constant text of the system, without quotes.
      Loop.log(Level.WARNING, "event=accept-failed reason=\"" + failure.getMessage() + '"', null);
    }
  }

  /// Lets another loop accept the connections that wait for this one, which is stalled. Any thread.
  void acceptedBy(Loop other) {
    try {
      other.execute(
          () -> {
            if (!other.isLeaving()) {
              sockets.forEach(socket -> socket.accept(other));
            }
          });
    } catch (RejectedExecutionException e) {
      return; // that loop has ended; the others will, too
    }
  }

  /// Accepts the connections in the kernel's queue, then closes the sockets.
  void finish(Poller.Sink sink) {
    sockets.forEach(socket -> socket.finish(sink));
    full = false;
    roomRequested.giveUp();
  }

  /// Closes the sockets, from which another process accepts.
  void leave() {
    sockets.forEach(ListenSocket::leave);
    full = false;
    roomRequested.clear();
  }
}
