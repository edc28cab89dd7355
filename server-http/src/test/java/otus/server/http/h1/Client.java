package otus.server.http.h1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import otus.server.http.connection.ManualLoop;
import otus.server.http.connection.MemoryEndpoint;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.EndpointListener;

/// The client of a connection in memory, which also calls the listener as a loop does.
public final class Client {
  private final ManualLoop loop;

  /// The number of bytes that the client reads in a turn.
  private long pace = Long.MAX_VALUE;

  /// The exception of a callback, after which the connection was aborted.
  private Throwable failure;

  public final MemoryEndpoint endpoint;

  public Client(ManualLoop loop, ConnectionFactory factory) {
    this.loop = loop;
    endpoint = new MemoryEndpoint(loop);
    EndpointListener listener = Layer.OF_TESTS.over(factory).create(endpoint);
    endpoint.replaceListener(listener);
    if (!endpoint.isOpen()) {
      endpoint.listener().onClosed(); // the factory itself has closed it
    }
  }

  void announceShutdown() {
    try {
      endpoint.listener().onShutdownAnnounced();
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

  /// Lets the bytes of the client arrive one by one.
  public Client dripping() {
    endpoint.mostARead = 1;
    return this;
  }

  /// Half-closes the connection: the client sends no more and continues to read.
  public Client finish() {
    endpoint.finish();
    return this;
  }

  /// Resets the connection: reads and writes of the server fail from now on.
  public Client reset() {
    endpoint.breakOff();
    return this;
  }

  /// Lets the client read `bytesATurn` from now on.
  public Client reads(long bytesATurn) {
    pace = bytesATurn;
    endpoint.room = bytesATurn;
    return this;
  }

  /// Lets the client read `bytes`, and then no more.
  public Client takes(long bytes) {
    pace = 0;
    endpoint.room = bytes;
    return this;
  }

  /// Calls the listener if the endpoint is ready for one of its interests.
  ///
  /// @return whether the listener was called
  public boolean serve() {
    endpoint.room = Math.max(endpoint.room, pace);
    boolean readable = endpoint.isOpen() && endpoint.reading && endpoint.isReadable();
    boolean writable = endpoint.isOpen() && endpoint.writing && endpoint.isWritable();
    try {
      if (readable) {
        endpoint.listener().onReadable();
      }
      if (writable && endpoint.isOpen()) {
        endpoint.listener().onWritable();
      }
    } catch (Throwable e) {
      failed(e);
    }
    loop.endCallback();
    return readable || writable;
  }

  public void drain() {
    try {
      endpoint.listener().onDrain();
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

  /// Returns whether the server has shut down its output or closed the connection.
  public boolean isEnded() {
    return endpoint.outputShut || !endpoint.isOpen();
  }

  /// Returns the received bytes as ISO 8859-1.
  public String received() {
    if (failure != null) {
      throw new AssertionError("the connection failed", failure);
    }
    return new String(endpoint.written(), Octets.LATIN_1);
  }

  /// Returns the responses received so far.
  public List<Reply> replies() {
    return Reply.parse(received(), isEnded());
  }

  /// Returns the only response received so far.
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
