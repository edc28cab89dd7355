package otus.server.http.h1;

import otus.server.http.connection.Timeouts.WaitingOn;
import otus.server.http.h1.codec.Framing;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.ResponseFraming;

/// The state of one connection: its input, its output, six flags, and the rules about waiting that
/// follow from them. Owned by a connection, confined to its loop.
///
/// ```text
/// in:   HEAD ──no body──────────────▶ COMPLETE ─┐
///        ▲ └───body──▶ BODY ──end──────▶ ▲      │ response sent
///        └──────────────────────────────────────┘
///       any ──no more is read──▶ FINISHED
///
/// out:  IDLE ──request──▶ ANSWERING ──response──▶ SENDING ──sent──▶ IDLE
///        │                                          └─body left──▶ DISCARDING ──end──▶ IDLE
///        └─refused──▶ SENDING
///       SENDING, DISCARDING ──last response──▶ LINGERING ──▶ CLOSED ◀── any
/// ```
///
/// At most one exchange is in progress: the next head is parsed only when both are back at the
/// start.
final class ConnectionState {

  /// The state of the input.
  enum In {
    /// A head, which may have arrived in part.
    HEAD,
    /// The body of the current request.
    BODY,
    /// The current request is complete; what follows belongs to the next.
    COMPLETE,
    /// No request is read any more.
    FINISHED
  }

  /// The state of the output.
  enum Out {
    /// Nothing: there is no request.
    IDLE,
    /// Nothing yet: the handler has the request.
    ANSWERING,
    /// The response.
    SENDING,
    /// The response is sent, and the rest of the request body is discarded.
    DISCARDING,
    /// The output is shut down, and the end of the input is awaited.
    LINGERING,
    /// The connection is closed.
    CLOSED
  }

  /// The action after a response.
  enum Next {
    /// The connection is closed.
    CLOSE,
    /// The rest of the request body is discarded.
    DISCARD,
    /// Another request.
    REQUEST,
    /// Another request, if it comes at once, because the server drains.
    LAST_CALL
  }

  private In in = In.HEAD;
  private Out out = Out.IDLE;

  /// Whether the client has closed its side: nothing arrives any more.
  private boolean halfClosed;

  /// Whether the client waits for a 100 before it sends the request body.
  private boolean continueDue;

  /// Whether the client wants to keep the connection after the current request.
  private boolean persistent;

  /// Whether no request follows the current response.
  private boolean lastResponse;

  /// Whether the server will drain, so that each response from now on is the last.
  private boolean shuttingDown;

  /// Whether the server drains.
  private boolean draining;

  In in() {
    return in;
  }

  Out out() {
    return out;
  }

  boolean is(In expected) {
    return in == expected;
  }

  boolean is(Out expected) {
    return out == expected;
  }

  void to(In next) {
    check(mayFollow(in, next), in, next);
    in = next;
  }

  void to(Out next) {
    check(mayFollow(out, next), out, next);
    out = next;
  }

  private static boolean mayFollow(In from, In to) {
    return switch (from) {
      case HEAD -> to != In.HEAD;
      case BODY -> to == In.COMPLETE || to == In.FINISHED;
      case COMPLETE -> to == In.HEAD || to == In.FINISHED;
      case FINISHED -> to == In.FINISHED;
    };
  }

  private static boolean mayFollow(Out from, Out to) {
    return switch (from) {
      case IDLE -> to == Out.ANSWERING || to == Out.SENDING || to == Out.CLOSED;
      case ANSWERING -> to == Out.SENDING || to == Out.CLOSED;
      case SENDING ->
          to == Out.IDLE || to == Out.DISCARDING || to == Out.LINGERING || to == Out.CLOSED;
      case DISCARDING -> to == Out.IDLE || to == Out.LINGERING || to == Out.CLOSED;
      case LINGERING -> to == Out.CLOSED;
      case CLOSED -> false;
    };
  }

  private static void check(boolean legal, Enum<?> from, Enum<?> to) {
    if (!legal) {
      throw new IllegalStateException("from " + from + " to " + to);
    }
  }

  /// A request begins.
  void begin(Http1Head head) {
    to(head.framing() instanceof Framing.None ? In.COMPLETE : In.BODY);
    to(Out.ANSWERING);
    persistent = head.persistent();
    continueDue = head.expectsContinue();
  }

  /// The response is sent.
  Next endResponse() {
    if (lastResponse) {
      return Next.CLOSE;
    }
    if (in == In.BODY) {
      to(Out.DISCARDING);
      return Next.DISCARD;
    }
    return endRequest();
  }

  /// The response is sent, and the request is complete.
  Next endRequest() {
    to(In.HEAD);
    to(Out.IDLE);
    persistent = false;
    continueDue = false;
    return draining ? Next.LAST_CALL : Next.REQUEST;
  }

  void halfClose() {
    halfClosed = true;
  }

  boolean isHalfClosed() {
    return halfClosed;
  }

  boolean isContinueDue() {
    return continueDue;
  }

  /// The client has its 100, or sends the body without it.
  void clearContinue() {
    continueDue = false;
  }

  /// A response begins; after one whose body failed before its first byte, another one may.
  ///
  /// @param discardable whether the rest of the request body may be discarded
  /// @param kind the framing of the response
  /// @return whether another request may follow
  boolean respond(boolean discardable, ResponseFraming.Kind kind) {
    if (shuttingDown || !isKept(discardable && !continueDue, kind)) {
      lastResponse = true;
    }
    if (out != Out.SENDING) {
      to(Out.SENDING);
    }
    return !lastResponse;
  }

  /// Returns whether both sides want to keep the connection, and the rest of the request body is
  /// either received or small enough to be discarded (RFC 9112 §9.3).
  private boolean isKept(boolean discardable, ResponseFraming.Kind kind) {
    boolean complete = in == In.COMPLETE || (in != In.FINISHED && discardable);
    return persistent && complete && kind != ResponseFraming.Kind.CLOSE;
  }

  /// No request follows the current response.
  void makeResponseLast() {
    lastResponse = true;
  }

  /// Returns whether the connection lingers after its last response, because the client may still
  /// be sending. Its bytes are then discarded for a while: closing over unread bytes would reset
  /// the connection, and the response could be lost (RFC 9112 §9.6). A client has stopped if it has
  /// closed its side, or sent a complete request with `Connection: close` and nothing after it.
  ///
  /// @param unread the number of received bytes that belong to no request
  boolean lingers(int unread) {
    return !halfClosed && (persistent || in != In.COMPLETE || unread != 0);
  }

  /// The server will drain: the response that is being sent may have promised another one, the next
  /// will not.
  void announceShutdown() {
    shuttingDown = true;
  }

  void drain() {
    shuttingDown = true;
    draining = true;
  }

  boolean isShuttingDown() {
    return shuttingDown;
  }

  boolean isDraining() {
    return draining;
  }

  /// Returns whether a head may be parsed.
  boolean awaitsHead() {
    return in == In.HEAD && out == Out.IDLE;
  }

  /// Returns whether a head may arrive, and nothing else happens.
  boolean isIdle() {
    return awaitsHead() && !halfClosed;
  }

  /// Returns whether the request body is read: the handler waits for a chunk, or the body is
  /// discarded.
  ///
  /// @param demanded whether the handler waits for a chunk
  boolean awaitsBody(boolean demanded) {
    return in == In.BODY && (demanded || out == Out.DISCARDING);
  }

  /// Returns whether the connection continues to read when nothing more can be done. While the
  /// handler has the request, a bounded number of the following bytes is read before they are
  /// needed: only a read shows that the client has closed its side or the connection.
  ///
  /// @param demanded whether the handler waits for a chunk
  /// @param room whether more of what follows may be kept
  boolean wantsInput(boolean demanded, boolean room) {
    if (halfClosed) {
      return false;
    }
    return switch (in) {
      case HEAD -> true;
      case BODY -> room || awaitsBody(demanded);
      case COMPLETE -> room;
      case FINISHED -> out == Out.LINGERING;
    };
  }

  /// Returns the side whose time is limited when nothing more can be done.
  ///
  /// @param demanded whether the handler waits for a chunk
  /// @param blocked whether the client accepts no more of the response now
  WaitingOn waitingOn(boolean demanded, boolean blocked) {
    if (blocked || awaitsBody(demanded)) {
      return WaitingOn.CLIENT;
    }
    if (halfClosed) {
      return WaitingOn.HANDLER_HALF_CLOSED;
    }
    return out == Out.ANSWERING ? WaitingOn.HANDLER : WaitingOn.NOTHING;
  }

  @Override
  public String toString() {
    return in + "/" + out;
  }
}
