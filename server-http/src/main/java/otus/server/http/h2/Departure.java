package otus.server.http.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.PerConnection;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.FrameWriter;
import otus.server.http.h2.transfer.FrameOutput;
import otus.server.loop.Deadline;
import otus.server.loop.Endpoint;
import otus.server.loop.EventLoop;

/// How one connection ends (RFC 9113 §6.8). Owned by the connection, confined to its loop.
///
/// ```text
/// OPEN ──announced──▶ ANNOUNCED ──client knows──▶ LEAVING ──last stream──▶ LINGERING ──▶ CLOSED
///  └─────────────────idle───────────────────────────▲                          ▲
///  any ──connection error──▶ FAILED ───────────────────────────────────────────┘
/// ```
///
/// The announcement is a GOAWAY without a last stream, and a PING. Its acknowledgment shows that
/// the client knows of the announcement, so all requests that it has sent before have arrived, and
/// none is lost by the second GOAWAY, which has the last stream.
final class Departure {
  /// The time that the client has for the acknowledgment when the server stops.
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  /// The content of the PING: "departed".
  private static final long PING = 0x6465_7061_7274_6564L;

  /// The state of the connection.
  enum State {
    /// Requests are accepted.
    OPEN,
    /// The client was asked to send no more requests here; they are still accepted.
    ANNOUNCED,
    /// No further requests are accepted; the others are finished.
    LEAVING,
    /// The client has broken the protocol; nothing more is read.
    FAILED,
    /// The output is shut down, and the end of the input is awaited.
    LINGERING,
    /// The connection is closed.
    CLOSED
  }

  private static final Map<State, Set<State>> NEXT =
      Map.of(
          State.OPEN, Set.of(State.ANNOUNCED, State.LEAVING, State.FAILED, State.CLOSED),
          State.ANNOUNCED, Set.of(State.LEAVING, State.FAILED, State.CLOSED),
          State.LEAVING, Set.of(State.FAILED, State.LINGERING, State.CLOSED),
          State.FAILED, Set.of(State.LINGERING, State.CLOSED),
          State.LINGERING, Set.of(State.CLOSED),
          State.CLOSED, Set.of());

  private final EventLoop loop;
  private final FrameOutput output;
  private final IntSupplier last;
  private final Runnable onLastCall;
  private State state = State.OPEN;

  /// Whether the settings of this server were sent, before which nothing may be.
  private boolean begun;

  /// Whether the announcement waits for them.
  private boolean due;

  /// The last stream that the client was told; it never becomes higher.
  private int promised = Integer.MAX_VALUE;

  /// Created when the server stops.
  private @Nullable Deadline deadline;

  /// @param last returns the highest identifier of a stream of the client
  /// @param onLastCall called when the time for the acknowledgment has passed
  Departure(EventLoop loop, FrameOutput output, IntSupplier last, Runnable onLastCall) {
    this.last = last;
    this.loop = loop;
    this.output = output;
    this.onLastCall = onLastCall;
  }

  boolean is(State expected) {
    return state == expected;
  }

  void to(State next) {
    Set<State> legal = NEXT.get(state);
    if (legal == null || !legal.contains(next)) {
      throw new IllegalStateException("from " + state + " to " + next);
    }
    state = next;
  }

  /// Returns whether the frames of the client matter.
  boolean readsFrames() {
    return state == State.OPEN || state == State.ANNOUNCED || state == State.LEAVING;
  }

  /// Returns whether requests are accepted.
  boolean acceptsStreams() {
    return state == State.OPEN || state == State.ANNOUNCED;
  }

  /// Returns whether the connection ends with its last stream.
  boolean isEnding() {
    return state == State.LEAVING || state == State.FAILED;
  }

  /// The settings were sent.
  void begin() throws IOException {
    begun = true;
    if (due) {
      announce();
    }
  }

  /// Asks the client to send its next requests elsewhere. Idempotent.
  void announce() throws IOException {
    if (!begun) {
      due = true;
    } else if (state == State.OPEN) {
      to(State.ANNOUNCED);
      goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR, "");
      FrameWriter.ping(output.room(FrameWriter.CONTROL_SIZE), PING);
    }
  }

  /// Ends the connection gracefully after a number of requests.
  ///
  /// @return whether that is reached
  boolean isLimited(long requests, PerConnection limits) throws IOException {
    long max = limits.maxRequests();
    if (max == 0 || requests < max) {
      return false;
    }
    announce();
    if (requests >= max + limits.maxStreams()) {
      leave(); // the client does not acknowledge the announcement
    }
    return true;
  }

  /// Limits the time for the acknowledgment, since the server stops.
  void hurry() {
    if (deadline == null) {
      deadline = loop.deadline(onLastCall);
      deadline.set(LAST_CALL);
    }
  }

  /// Returns whether a PING frame acknowledges the announcement.
  boolean isAcknowledged(long opaque) {
    return state == State.ANNOUNCED && opaque == PING;
  }

  /// Accepts no more requests.
  void leave() throws IOException {
    if (acceptsStreams()) {
      to(State.LEAVING);
      promised = last.getAsInt();
      goAway(promised, ErrorCode.NO_ERROR, "");
    }
  }

  /// Closes an idle connection to make room for another one. Called within a callback of that one,
  /// too, which may be using the buffer of the loop.
  void makeRoom(Endpoint endpoint) {
    try {
      if (begun && acceptsStreams() && !output.isBlocked()) {
        ByteBuffer frame = ByteBuffer.allocate(FrameWriter.GOAWAY_SIZE);
        FrameWriter.goAway(frame, last.getAsInt(), ErrorCode.NO_ERROR, "");
        endpoint.write(frame.flip());
        endpoint.flush();
      }
      endpoint.close();
    } catch (IOException e) {
      endpoint.abort(); // the client has closed it already
    }
  }

  /// Reads nothing more, because the client has broken a rule.
  void fail(ErrorCode code, String reason) throws IOException {
    to(State.FAILED);
    goAway(Math.min(promised, last.getAsInt()), code, reason);
  }

  private void goAway(int stream, ErrorCode code, String reason) throws IOException {
    int size = FrameWriter.GOAWAY_SIZE + reason.length();
    FrameWriter.goAway(output.room(size), stream, code, reason);
  }

  /// Releases the deadline when the connection is closed.
  void close() {
    if (state != State.CLOSED) {
      to(State.CLOSED);
    }
    if (deadline != null) {
      deadline.giveUp();
    }
  }
}
