package otus.server.http.h2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.http.h2.codec.Priority;
import otus.server.http.h2.codec.Window;
import otus.server.http.h2.transfer.OutgoingResponse;

/// The streams of one connection that have content to send, and whether the windows allow it. Owned
/// by the [Sender], confined to its loop.
final class SendOrder {
  private final SendQueue queue = new SendQueue();

  /// The window of the connection.
  private final Window window = new Window(Window.DEFAULT_SIZE);

  /// The streams that wait for the window of the connection.
  private final List<Http2Stream> starved = new ArrayList<>(0);

  /// Returns the window of the connection.
  Window window() {
    return window;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// Returns whether content waits until the client opens the window of the connection.
  boolean isStarved() {
    return queue.isEmpty() && !starved.isEmpty();
  }

  /// Returns the stream that sends the next frame, without removing it. Null if all have to wait.
  @Nullable Http2Stream next() {
    return queue.next();
  }

  /// A stream has content, or a head, to send. Idempotent.
  void add(Http2Stream stream) {
    if (!stream.response().isQueued()) {
      stream.response().queued(true);
      queue.add(stream);
    }
  }

  /// A stream has nothing to send now, or has ended. Idempotent.
  void remove(Http2Stream stream) {
    if (stream.response().isQueued()) {
      stream.response().queued(false);
      queue.remove(stream);
    }
    if (!starved.isEmpty()) {
      starved.remove(stream);
    }
  }

  /// A stream waits until the client opens its window, or that of the connection.
  void stop(Http2Stream stream) {
    remove(stream);
    if (stream.response().window().size() > 0) {
      starved.add(stream);
    } else {
      stream.response().windowClosed(true);
    }
  }

  /// Changes the priority of a stream.
  void prioritize(Http2Stream stream, Priority priority) {
    boolean queued = stream.response().isQueued();
    if (queued) {
      remove(stream);
    }
    stream.priority(priority);
    if (queued) {
      add(stream);
    }
  }

  /// The client opens the window of the connection.
  ///
  /// @return false if the window becomes too large
  boolean open(int increment) {
    boolean valid = window.add(increment);
    if (valid && window.size() > 0) {
      starved.forEach(this::add);
      starved.clear();
    }
    return valid;
  }

  /// The client changes the window of a stream.
  ///
  /// @return false if the window becomes too large
  boolean open(Http2Stream stream, int change) {
    OutgoingResponse response = stream.response();
    boolean valid = response.window().add(change);
    if (valid && response.isWindowClosed() && response.window().size() > 0) {
      response.windowClosed(false);
      add(stream);
    }
    return valid;
  }
}
