package otus.server.api;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Bytes that a handler's own threads send to one client as they come up: events, progress, lines
/// of a log. A response takes its [#body]; what is sent waits in memory until the client has taken
/// what came before, up to a limit.
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
/// The threads that send belong to the handler. They stop when [#offer] or [#send] says that nobody
/// reads any more, or when an action of [#onClose] tells them; and they say how it ended, by [#end]
/// or [#fail]: a feed that is left open is a response that never ends.
///
/// That a client has gone shows when bytes cannot be sent to it. So a feed that may be silent for
/// long sends something now and then; for events that is a comment, `:\n\n`.
///
/// Safe for use by any thread.
public final class Feed {
  private final FeedQueue queue;
  private final Body body;

  private Feed(int limit) {
    queue = new FeedQueue(limit);
    body = Body.stream(queue);
  }

  /// A feed for one response.
  ///
  /// @param limit how many bytes may wait for the client, those included that are being sent to it;
  ///     a single message may be longer, if nothing else waits
  /// @throws IllegalArgumentException for a limit below 1
  public static Feed of(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("nothing fits into " + limit + " bytes");
    }
    return new Feed(limit);
  }

  /// What the response is made of; always the same, so it goes into one response.
  public Body body() {
    return body;
  }

  /// Sends bytes if there is room for them; never waits, so it may be called on an event loop.
  ///
  /// One thread can serve many clients by it. If a client is too slow, which shows as false while
  /// the feed [#isOpen], the sender leaves this message out or breaks the response by [#fail].
  ///
  /// @param bytes nobody changes them any more
  /// @return whether they were taken; false if there is no room, or the feed is not open
  public boolean offer(byte[] bytes) {
    return queue.offer(bytes);
  }

  /// Sends a text in UTF-8 if there is room for it, as [#offer(byte\[\])] does.
  public boolean offer(String text) {
    return offer(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends bytes, and waits for room. Never on an event loop, which would wait for itself.
  ///
  /// @param bytes nobody changes them any more
  /// @return whether they were taken; false if the feed is not open: nobody reads any more, or it
  ///     was ended
  /// @throws InterruptedException if the thread was interrupted while it waited; the bytes were not
  ///     taken
  public boolean send(byte[] bytes) throws InterruptedException {
    return queue.send(bytes);
  }

  /// Sends a text in UTF-8, as [#send(byte\[\])] does.
  public boolean send(String text) throws InterruptedException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Ends the response well, after what was sent. Idempotent; does nothing after [#fail].
  public void end() {
    queue.end();
  }

  /// Breaks the response off, so that the client sees that it is not whole; what waits is dropped.
  /// The reason goes to the server's log. Does nothing after [#end].
  public void fail(Throwable reason) {
    queue.fail(Objects.requireNonNull(reason, "reason"));
  }

  /// Whether bytes are taken: the feed was not ended, and the server has not closed its body.
  public boolean isOpen() {
    return queue.isOpen();
  }

  /// Registers an action that runs once, when the server has closed the body: the client went away,
  /// or the end was sent, or there was nothing to send, as for `HEAD`. It runs on the event loop,
  /// where it must not block; if the body is closed already, at once on this thread.
  public void onClose(Runnable action) {
    queue.onClose(Objects.requireNonNull(action, "action"));
  }
}
