package otus.server.api;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A stream of messages from threads of a handler to one client, such as events, progress, or log
/// lines. Its [#body] is the body of a response. Messages wait in memory, up to a limit, until
/// earlier messages are sent.
///
/// ```java
/// Handler progress =
///     request -> {
///       Feed feed = Feed.of(64 * 1024);
///       Thread.ofVirtual().start(() -> copy(feed));
///       Headers stream = Headers.of("Content-Type", "text/event-stream");
///       return new Response(Status.OK, stream, feed.body());
///     };
/// ```
///
/// The sending threads belong to the handler. They stop when [#offer] or [#send] returns false
/// because the feed is closed, or in an action registered with [#onClose]. The handler must call
/// [#end] or [#fail], otherwise the response never ends.
///
/// A reset by the client closes the feed immediately. If the client closes its side of the
/// connection, the feed is closed when it has had no data for the linger time. If a client loses
/// its network or its power, the server notices it only while it sends bytes. A feed that may have
/// no messages for minutes should therefore send one regularly; for server-sent events, a comment:
/// `:\n\n`.
///
/// Any thread may use a feed.
public final class Feed {
  private final FeedQueue queue;
  private final Body body;

  private Feed(int limit) {
    queue = new FeedQueue(limit);
    body = Body.stream(queue);
  }

  /// Creates a feed for one response.
  ///
  /// @param limit the maximum number of waiting bytes, including those that are being sent; a
  ///     single message may be longer if no other message waits
  /// @return the feed
  /// @throws IllegalArgumentException if the limit is less than 1
  public static Feed of(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit is less than 1: " + limit);
    }
    return new Feed(limit);
  }

  /// Returns the body of the response.
  ///
  /// @return the same body at each call, so it must be used for one response only
  public Body body() {
    return body;
  }

  /// Sends bytes if there is room for them. It never waits, so it may be called on an event loop.
  ///
  /// One thread can thus serve many clients. The result false while the feed [#isOpen] means that
  /// the client is too slow: the sender then skips this message or aborts the response with
  /// [#fail].
  ///
  /// @param bytes the bytes; the caller must not change the array afterwards
  /// @return whether the bytes were accepted; false if there is no room or the feed is not open
  public boolean offer(byte[] bytes) {
    return queue.offer(bytes);
  }

  /// Sends a text in UTF-8 if there is room for it, like [#offer(byte\[\])].
  ///
  /// @param text the text
  /// @return whether the text was accepted; false if there is no room or the feed is not open
  public boolean offer(String text) {
    return offer(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends bytes, and waits for room. Must not be called on an event loop, which would wait for
  /// itself.
  ///
  /// @param bytes the bytes; the caller must not change the array afterwards
  /// @return whether the bytes were accepted; false if the feed is not open
  /// @throws InterruptedException if the thread is interrupted while it waits; the bytes were not
  ///     accepted
  public boolean send(byte[] bytes) throws InterruptedException {
    return queue.send(bytes);
  }

  /// Sends a text in UTF-8, and waits for room, like [#send(byte\[\])].
  ///
  /// @param text the text
  /// @return whether the text was accepted; false if the feed is not open
  /// @throws InterruptedException if the thread is interrupted while it waits; the text was not
  ///     accepted
  public boolean send(String text) throws InterruptedException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Completes the response after all accepted messages. Idempotent; does nothing after [#fail].
  public void end() {
    queue.end();
  }

  /// Aborts the response, so that the client sees that it is incomplete. Discards waiting messages.
  /// Does nothing after [#end].
  ///
  /// @param reason the reason for the server's log
  public void fail(Throwable reason) {
    queue.fail(Objects.requireNonNull(reason, "reason"));
  }

  /// Returns whether the feed is open: it was neither ended nor failed, and the server has not
  /// closed its body.
  ///
  /// @return whether the feed is open
  public boolean isOpen() {
    return queue.isOpen();
  }

  /// Registers an action that runs once when the server has closed the body: after the client has
  /// disconnected, after the end was sent, or if no body is sent, as for `HEAD`. The action runs on
  /// the event loop and must not block. If the body is already closed, it runs at once on the
  /// caller's thread.
  ///
  /// @param action the action
  public void onClose(Runnable action) {
    queue.onClose(Objects.requireNonNull(action, "action"));
  }
}
