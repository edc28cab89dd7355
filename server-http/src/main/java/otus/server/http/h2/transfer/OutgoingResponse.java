package otus.server.http.h2.transfer;

import org.jspecify.annotations.Nullable;
import otus.server.api.Response;
import otus.server.http.exchange.ResponseBodyReader;
import otus.server.http.h2.codec.Window;

/// How far the response of one stream is sent. Changed by the sender, owned by the stream,
/// confined to its loop.
public final class OutgoingResponse {
  private final boolean headRequest;

  /// The window in which the content is sent.
  private final Window window;

  /// The response whose head waits until the client accepts more.
  private @Nullable Response waiting;

  /// The content after the head.
  private @Nullable ResponseFrames frames;

  private boolean begun;
  private boolean queued;
  private boolean windowClosed;
  private long bodyBytes;
  private long sent;

  /// @param headRequest whether the response has no content because the method is HEAD
  /// @param window the initial size of the window
  public OutgoingResponse(boolean headRequest, int window) {
    this.headRequest = headRequest;
    this.window = new Window(window);
  }

  public boolean isHeadRequest() {
    return headRequest;
  }

  public Window window() {
    return window;
  }

  /// Returns whether the head was sent, or waits for the client.
  public boolean hasBegun() {
    return begun;
  }

  /// The response begins.
  ///
  /// @param later the response if its head has to wait for the client
  public void begin(@Nullable Response later) {
    begun = true;
    waiting = later;
  }

  /// Returns the response whose head waits, or null, and forgets it.
  public @Nullable Response takeWaiting() {
    Response response = waiting;
    waiting = null;
    return response;
  }

  public @Nullable ResponseFrames frames() {
    return frames;
  }

  public void frames(ResponseFrames rest) {
    frames = rest;
  }

  public boolean isQueued() {
    return queued;
  }

  public void queued(boolean now) {
    queued = now;
  }

  /// Returns whether the content waits until the client opens the window of the stream.
  public boolean isWindowClosed() {
    return windowClosed;
  }

  public void windowClosed(boolean now) {
    windowClosed = now;
  }

  /// Counts content that was sent.
  public void sent(int bytes) {
    bodyBytes += bytes;
    sent += bytes;
  }

  /// Returns the number of bytes of content that were sent.
  public long bodyBytes() {
    return bodyBytes;
  }

  /// Returns the number of bytes of content that were sent since the last call.
  public long takeSent() {
    long count = sent;
    sent = 0;
    return count;
  }

  /// Returns the memory in bytes.
  public long held() {
    ResponseFrames current = frames;
    return current == null ? 0 : current.held();
  }

  /// Closes the response, complete or not.
  public void close() {
    Response unsent = takeWaiting();
    if (unsent != null) {
      ResponseBodyReader.close(unsent.body());
    }
    ResponseFrames current = frames;
    frames = null;
    if (current != null) {
      current.close();
    }
  }
}
