package otus.server.http.h1;

import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.ConnectionTimeouts.WaitingOn;
import otus.server.loop.Endpoint;
import otus.server.loop.IdleConnections;

/// What one connection pays attention to while it rests, because nothing more can be done in this
/// turn: which readiness it wants to hear of, who is waited for, and whether the connection may be
/// closed to make room for others. Owned by the connection, confined to its loop; changes no state.
///
/// While a handler has the request, a bounded part of what follows is taken in though nobody needs
/// it yet: only who reads hears that the client has finished or is gone.
final class InterestPolicy {
  private final Endpoint endpoint;
  private final StepRunner steps;
  private final ConnectionState state;
  private final RequestReader reader;
  private final ResponseWriter sender;
  private final ConnectionTimeouts timeouts;
  private final IdleConnections.Entry idle;

  InterestPolicy(
      Endpoint endpoint,
      StepRunner steps,
      ConnectionState state,
      RequestReader reader,
      ResponseWriter sender,
      ConnectionTimeouts timeouts) {
    this.endpoint = endpoint;
    this.steps = steps;
    this.state = state;
    this.reader = reader;
    this.sender = sender;
    this.timeouts = timeouts;
    this.idle = endpoint.loop().idleConnections().add(this::look, endpoint::close);
  }

  /// Says what is waited for.
  ///
  /// @param yielded whether there is more to do in the next turn, before anything is read
  void settle(boolean yielded) {
    switch (state.out()) {
      case ANSWERING, SENDING, DISCARDING -> {
        timeouts.onProgress(sender.takeWritten());
        timeouts.waitFor(waitingOn());
        idle.busy();
      }
      // How long is waited was said on the way here.
      case IDLE -> rest();
      case LINGERING, CLOSED -> idle.busy();
    }
    endpoint.interest(!yielded && wantsToRead(), sender.isBlocked());
  }

  private void rest() {
    if (reader.hasBegun()) {
      idle.slow();
    } else {
      idle.idle();
    }
  }

  /// Reads and handles what has arrived, before the connection is closed to make room.
  ///
  /// @return whether something has arrived
  private boolean look() {
    long before = reader.received();
    steps.enter(() -> reader.read(endpoint));
    return reader.received() > before || !endpoint.isOpen();
  }

  /// The connection was closed.
  void giveUp() {
    idle.remove();
  }

  private WaitingOn waitingOn() {
    if (sender.isBlocked() || awaitsContent()) {
      return WaitingOn.CLIENT;
    }
    if (reader.hasEnded()) {
      return WaitingOn.BODY_SOURCE;
    }
    return state.is(Out.ANSWERING) ? WaitingOn.HANDLER : WaitingOn.NONE_OF_THEM;
  }

  private boolean wantsToRead() {
    if (reader.hasEnded()) {
      return false;
    }
    return switch (state.in()) {
      case HEAD -> true;
      case CONTENT -> awaitsContent() || reader.hasRoom();
      case COMPLETE -> reader.hasRoom();
      case FINISHED -> state.is(Out.LINGERING);
    };
  }

  /// Whether content is read on: the handler has asked for it, or it is thrown away.
  boolean awaitsContent() {
    return state.is(In.CONTENT) && (reader.isDemanded() || state.is(Out.DISCARDING));
  }
}
