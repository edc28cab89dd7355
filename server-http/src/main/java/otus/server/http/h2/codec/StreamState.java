package otus.server.http.h2.codec;

import java.util.Map;

/// The states of a stream, the frames that a client may send in each, and the transitions (RFC 9113
/// §5.1). PRIORITY and PRIORITY_UPDATE are permitted in each state and change none.
///
/// ```text
///  SKIPPED ◀──higher stream── IDLE ──request──▶ OPEN ──end of request──▶ HALF_CLOSED_REMOTE
///                                                │                          │
///                                         end of response            end of response
///                                                ▼                          ▼
///                                        HALF_CLOSED_LOCAL ──end of──▶ CLOSED ──▶ FORGOTTEN
///                                                            request
///  OPEN, HALF_CLOSED_… ──RST_STREAM──▶ RESET_BY_CLIENT, RESET_BY_SERVER ──▶ FORGOTTEN
/// ```
///
/// There is no reserved state, since there is no push. [StreamHistory] knows the states of streams
/// that have ended.
public enum StreamState {
  /// No frame has been received.
  IDLE(Reaction.PROCESS, Reaction.PROTOCOL_ERROR, Reaction.PROTOCOL_ERROR, Reaction.PROTOCOL_ERROR),
  /// The request and the response are not complete. A second HEADERS frame contains trailers.
  OPEN(Reaction.PROCESS, Reaction.PROCESS, Reaction.PROCESS, Reaction.PROCESS),
  /// The client has sent its request; the response is not complete.
  HALF_CLOSED_REMOTE(
      Reaction.STREAM_CLOSED, Reaction.STREAM_CLOSED, Reaction.PROCESS, Reaction.PROCESS),
  /// The response is complete, the request is not.
  HALF_CLOSED_LOCAL(Reaction.PROCESS, Reaction.PROCESS, Reaction.PROCESS, Reaction.IGNORE),
  /// Request and response are complete.
  CLOSED(Reaction.CONNECTION_CLOSED, Reaction.CONNECTION_CLOSED, Reaction.IGNORE, Reaction.IGNORE),
  /// The client has sent RST_STREAM.
  RESET_BY_CLIENT(Reaction.STREAM_CLOSED, Reaction.STREAM_CLOSED, Reaction.IGNORE, Reaction.IGNORE),
  /// This server has sent RST_STREAM. The client may have sent frames before it received that.
  RESET_BY_SERVER(Reaction.IGNORE, Reaction.IGNORE, Reaction.IGNORE, Reaction.IGNORE),
  /// Never used, and closed because the client has used a stream with a higher identifier (§5.1.1).
  SKIPPED(Reaction.PROTOCOL_ERROR, Reaction.PROTOCOL_ERROR, Reaction.IGNORE, Reaction.IGNORE),
  /// Ended a long time ago, in a way that is not known any more.
  FORGOTTEN(Reaction.STREAM_CLOSED, Reaction.STREAM_CLOSED, Reaction.IGNORE, Reaction.IGNORE);

  /// A frame from the client.
  public enum Input {
    /// HEADERS: a request, or trailers.
    HEADERS,
    /// DATA.
    DATA,
    /// RST_STREAM.
    RESET,
    /// WINDOW_UPDATE.
    WINDOW_UPDATE
  }

  /// The reaction to a frame. Field blocks are decoded, and DATA counts for the window of the
  /// connection, in any case.
  public enum Reaction {
    /// The frame is processed.
    PROCESS,
    /// The frame is ignored.
    IGNORE,
    /// A stream error STREAM_CLOSED.
    STREAM_CLOSED,
    /// A connection error STREAM_CLOSED.
    CONNECTION_CLOSED,
    /// A connection error PROTOCOL_ERROR.
    PROTOCOL_ERROR
  }

  /// An event that changes the state.
  public enum Event {
    /// The head of a request was received.
    REQUEST,
    /// A frame with END_STREAM was received.
    REQUEST_END,
    /// A frame with END_STREAM was sent.
    RESPONSE_END,
    /// RST_STREAM was received.
    CLIENT_RESET,
    /// RST_STREAM was sent.
    SERVER_RESET
  }

  private static final Map<StreamState, Map<Event, StreamState>> TRANSITIONS =
      Map.of(
          IDLE, Map.of(Event.REQUEST, OPEN),
          OPEN,
              Map.of(
                  Event.REQUEST_END, HALF_CLOSED_REMOTE,
                  Event.RESPONSE_END, HALF_CLOSED_LOCAL,
                  Event.CLIENT_RESET, RESET_BY_CLIENT,
                  Event.SERVER_RESET, RESET_BY_SERVER),
          HALF_CLOSED_LOCAL,
              Map.of(
                  Event.REQUEST_END, CLOSED,
                  Event.CLIENT_RESET, RESET_BY_CLIENT,
                  Event.SERVER_RESET, RESET_BY_SERVER),
          HALF_CLOSED_REMOTE,
              Map.of(
                  Event.RESPONSE_END, CLOSED,
                  Event.CLIENT_RESET, RESET_BY_CLIENT,
                  Event.SERVER_RESET, RESET_BY_SERVER));

  private final Reaction headers;
  private final Reaction data;
  private final Reaction reset;
  private final Reaction windowUpdate;

  StreamState(Reaction headers, Reaction data, Reaction reset, Reaction windowUpdate) {
    this.headers = headers;
    this.data = data;
    this.reset = reset;
    this.windowUpdate = windowUpdate;
  }

  /// Returns the reaction to a frame in this state.
  public Reaction on(Input input) {
    return switch (input) {
      case HEADERS -> headers;
      case DATA -> data;
      case RESET -> reset;
      case WINDOW_UPDATE -> windowUpdate;
    };
  }

  /// Returns the state after an event.
  ///
  /// @throws IllegalStateException if the event cannot occur in this state
  public StreamState after(Event event) {
    StreamState next = TRANSITIONS.getOrDefault(this, Map.of()).get(event);
    if (next == null) {
      throw new IllegalStateException("no " + event + " in " + this);
    }
    return next;
  }
}
