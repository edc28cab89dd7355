package otus.server.http.h1;

import java.io.IOException;
import java.net.SocketAddress;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;

/// The endpoint of a connection over a layer of the tests, and the listener of the endpoint below.
/// It calls its listener in tasks for bytes that no poll reports.
abstract class LayerEndpoint implements Endpoint, EndpointListener {
  final Endpoint below;
  EndpointListener listener;
  private boolean reading = true;
  private boolean writing;
  private boolean scheduled;

  LayerEndpoint(Endpoint below) {
    this.below = below;
  }

  /// Returns whether the layer has bytes that the listener has not read.
  abstract boolean hasArrived();

  /// Returns whether the layer has bytes that the endpoint below has not accepted.
  abstract boolean hasUnsent();

  /// Passes on the bytes that the endpoint below has not accepted.
  ///
  /// @return whether nothing is left
  abstract boolean pass() throws IOException;

  @Override
  public EventLoop loop() {
    return below.loop();
  }

  @Override
  public SocketAddress peer() {
    return below.peer();
  }

  @Override
  public SocketAddress local() {
    return below.local();
  }

  @Override
  public boolean countAs(SocketAddress client) {
    return below.countAs(client);
  }

  @Override
  public void replaceListener(EndpointListener next) {
    listener = next;
  }

  @Override
  public void interest(boolean nowReading, boolean nowWriting) {
    reading = nowReading;
    writing = nowWriting;
    rest();
  }

  void setInterest() {
    below.interest(reading && !hasArrived(), writing || hasUnsent());
  }

  /// Sets the interest at the end of an event, and reports what was left in a task.
  void rest() {
    if (!isOpen()) {
      return;
    }
    setInterest();
    if (reading && hasArrived() && !scheduled) {
      scheduled = true;
      loop().execute(this::onScheduled);
    }
  }

  private void onScheduled() {
    scheduled = false;
    try {
      if (isOpen() && reading && hasArrived()) {
        listener.onReadable();
      }
      rest();
    } catch (IOException e) {
      abort();
    }
  }

  @Override
  public void onReadable() throws IOException {
    if (reading) {
      listener.onReadable();
    }
    rest();
  }

  @Override
  public void onWritable() throws IOException {
    if (pass() && writing) {
      listener.onWritable();
    }
    rest();
  }

  @Override
  public void onShutdownAnnounced() throws IOException {
    listener.onShutdownAnnounced();
  }

  @Override
  public void onDrain() throws IOException {
    listener.onDrain();
    rest();
  }

  @Override
  public void onClosed() {
    listener.onClosed();
  }

  @Override
  public void abort() {
    below.abort();
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }
}
