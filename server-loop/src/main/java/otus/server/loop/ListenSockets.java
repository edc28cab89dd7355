package otus.server.loop;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The listening sockets of one loop, and when they accept: not while there are connections enough
/// and none is idle, and not right after the system refused one. Owned by the loop and confined to
/// it, but for the list of sockets, which does not change any more once the loop runs.
final class ListenSockets {
  /// How long no connection is accepted after the system refused one, for want of descriptors
  /// mostly.
  private static final Duration REFUSED_PAUSE = Duration.ofMillis(200);

  /// How long it takes at the most to see that connections of other loops have made room, or that
  /// one has become idle.
  private static final Duration FULL_PAUSE = Duration.ofMillis(50);

  private final List<ListenSocket> sockets = new ArrayList<>();
  private final ConnectionLimiter limiter;
  private final Timers timers;
  private final ConnectionLimiter.Member member;

  /// Has the loop accept again, and so try again to make room.
  private final Deadline roomRequested;

  /// Whether sockets were told not to accept because there are connections enough.
  private boolean full;

  /// Whether accepting failed and has not succeeded since: said once, not five times a second.
  private boolean failed;

  /// @param limiter is shared by the loops of a group
  /// @param member the loop, as the group knows it
  ListenSockets(ConnectionLimiter limiter, Timers timers, ConnectionLimiter.Member member) {
    this.limiter = limiter;
    this.timers = timers;
    this.member = member;
    roomRequested = timers.deadline(this::resume);
  }

  void add(ListenSocket socket) {
    sockets.add(socket);
  }

  /// Whether a socket, of this loop or one that stands still, may accept one more connection.
  boolean mayAccept(ListenSocket socket) {
    if (limiter.hasRoom()) {
      return true;
    }
    if (sockets.contains(socket)) { // any other is its own loop's to pause
      socket.accepting(false);
    }
    full = true;
    return false;
  }

  /// At the end of a turn, when everything that had arrived was handled: accepts again if there is
  /// room, or if there was none for a connection that waits, and closing an idle one makes some.
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
    failed = false;
  }

  void onFailed(ListenSocket socket, IOException failure) {
    socket.accepting(false);
    timers.deadline(() -> socket.accepting(true)).set(REFUSED_PAUSE);
    if (!failed) {
      failed = true;
      Loop.log(Level.WARNING, "event=accept-failed reason=\"" + failure.getMessage() + '"', null);
    }
  }

  /// Accepts for a loop that stands still; on the loop that calls, with that loop's `sink`.
  void acceptFor(Poller.Sink sink) {
    sockets.forEach(socket -> socket.accept(sink));
  }

  /// Accepts what waits in the kernel's queue, and no more after that.
  void finish(Poller.Sink sink) {
    sockets.forEach(socket -> socket.finish(sink));
    full = false;
    roomRequested.giveUp();
  }
}
