package otus.server.http.h1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.EndpointListener;

/// The other end of a connection in memory, and the part of the loop that serves it.
public final class Client {
  private final ManualLoop loop;
  private final EndpointListener listener;

  /// How many bytes it reads in a turn.
  private long pace = Long.MAX_VALUE;

  /// What a callback threw; the loop has then aborted the connection.
  private Throwable failure;

  public final MemoryEndpoint endpoint;

  public Client(ManualLoop loop, ConnectionFactory factory) {
    this.loop = loop;
    endpoint = new MemoryEndpoint(loop);
    listener = (LayeredFactory.ALWAYS ? new LayeredFactory(factory) : factory).accept(endpoint);
    endpoint.listener(listener);
    if (!endpoint.isOpen()) {
      listener.onClosed(); // the factory itself has closed it
    }
  }

  void announceShutdown() {
    try {
      listener.onShutdownAnnounced();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Client send(String text) {
    return send(Octets.of(text));
  }

  public Client send(byte[] octets) {
    endpoint.arrive(octets);
    return this;
  }

  /// Has it arrive byte by byte.
  public Client dripping() {
    endpoint.mostARead = 1;
    return this;
  }

  /// Ends what it sends, and goes on reading.
  public Client finish() {
    endpoint.finish();
    return this;
  }

  /// Goes away: what is read or written from now on fails.
  public Client reset() {
    endpoint.breakOff();
    return this;
  }

  /// Reads so many bytes a turn from now on.
  public Client reads(long bytesATurn) {
    pace = bytesATurn;
    endpoint.room = bytesATurn;
    return this;
  }

  /// Reads so many bytes, and no more.
  public Client takes(long bytes) {
    pace = 0;
    endpoint.room = bytes;
    return this;
  }

  /// Calls the listener with what it is interested in and what is ready; whether there was any.
  public boolean serve() {
    endpoint.room = Math.max(endpoint.room, pace);
    boolean readable = endpoint.isOpen() && endpoint.reading && endpoint.isReadable();
    boolean writable = endpoint.isOpen() && endpoint.writing && endpoint.isWritable();
    try {
      if (readable) {
        listener.onReadable();
      }
      if (writable && endpoint.isOpen()) {
        listener.onWritable();
      }
    } catch (Throwable e) {
      failed(e);
    }
    loop.endCallback();
    return readable || writable;
  }

  public void drain() {
    try {
      listener.onDrain();
    } catch (Throwable e) {
      failed(e);
    }
    loop.endCallback();
  }

  private void failed(Throwable e) {
    endpoint.abort();
    if (!(e instanceof IOException)) {
      failure = e;
    }
  }

  public boolean isOpen() {
    return endpoint.isOpen();
  }

  /// Whether the server has said that it sends no more, in any way.
  public boolean isEnded() {
    return endpoint.outputShut || !endpoint.isOpen();
  }

  /// What was received so far, as characters.
  public String received() {
    if (failure != null) {
      throw new AssertionError("the connection failed", failure);
    }
    return new String(endpoint.written(), Octets.LATIN_1);
  }

  /// The responses received so far.
  public List<Reply> replies() {
    return Reply.parse(received(), isEnded());
  }

  /// The only response so far.
  public Reply reply() {
    List<Reply> replies = replies();
    if (replies.size() != 1) {
      throw new AssertionError("not one response: " + received());
    }
    return replies.getFirst();
  }

  public List<Integer> statuses() {
    return replies().stream().map(Reply::status).toList();
  }

  public List<String> bodies() {
    return replies().stream().map(Reply::body).toList();
  }
}
