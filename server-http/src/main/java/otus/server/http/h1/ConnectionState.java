package otus.server.http.h1;

import java.util.Map;
import java.util.Set;

/// Where a connection stands: one state for what comes in, one for what goes out, and the moves
/// that are legal. Owned by a connection, confined to its loop.
///
/// ```text
/// in:   HEAD ──no content──────────────▶ COMPLETE ─┐
///        ▲ └───content──▶ CONTENT ──end──▶ ▲       │ response sent
///        └─────────────────────────────────────────┘
///       any ──the client has finished, or may not go on──▶ FINISHED
///
/// out:  IDLE ──request──▶ ANSWERING ──response──▶ SENDING ──sent──▶ IDLE
///        │                                          └─content left──▶ DISCARDING ──end──▶ IDLE
///        └─refused──▶ SENDING
///       SENDING, DISCARDING ──last response──▶ LINGERING ──▶ CLOSED ◀── any
/// ```
///
/// At most one exchange is in progress: the next head is read only when both are back at the start.
final class ConnectionState {

  /// What comes in.
  enum In {
    /// A head is awaited, or has arrived in part.
    HEAD,
    /// Content of the current request is awaited.
    CONTENT,
    /// The current request is here; what follows belongs to the next.
    COMPLETE,
    /// No request is read any more.
    FINISHED
  }

  /// What goes out.
  enum Out {
    /// There is no request.
    IDLE,
    /// The handler has the request.
    ANSWERING,
    /// The response is being sent.
    SENDING,
    /// The response is sent, and content that nobody read is thrown away.
    DISCARDING,
    /// This side has finished, and waits for the client to do so, too.
    LINGERING,
    /// Nothing more.
    CLOSED
  }

  private static final Map<In, Set<In>> IN =
      Map.of(
          In.HEAD, Set.of(In.CONTENT, In.COMPLETE, In.FINISHED),
          In.CONTENT, Set.of(In.COMPLETE, In.FINISHED),
          In.COMPLETE, Set.of(In.HEAD, In.FINISHED),
          In.FINISHED, Set.of(In.FINISHED));

  private static final Map<Out, Set<Out>> OUT =
      Map.of(
          Out.IDLE, Set.of(Out.ANSWERING, Out.SENDING, Out.CLOSED),
          Out.ANSWERING, Set.of(Out.SENDING, Out.CLOSED),
          Out.SENDING, Set.of(Out.IDLE, Out.DISCARDING, Out.LINGERING, Out.CLOSED),
          Out.DISCARDING, Set.of(Out.IDLE, Out.LINGERING, Out.CLOSED),
          Out.LINGERING, Set.of(Out.CLOSED),
          Out.CLOSED, Set.of());

  private In in = In.HEAD;
  private Out out = Out.IDLE;

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

  /// Whether a head may be parsed.
  boolean awaitsHead() {
    return in == In.HEAD && out == Out.IDLE;
  }

  void to(In next) {
    check(IN, in, next);
    in = next;
  }

  void to(Out next) {
    check(OUT, out, next);
    out = next;
  }

  private static <S> void check(Map<S, Set<S>> legal, S from, S to) {
    Set<S> next = legal.get(from);
    if (next == null || !next.contains(to)) {
      throw new IllegalStateException("from " + from + " to " + to);
    }
  }

  @Override
  public String toString() {
    return in + "/" + out;
  }
}
