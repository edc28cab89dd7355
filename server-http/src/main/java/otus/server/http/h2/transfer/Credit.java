package otus.server.http.h2.transfer;

import otus.server.http.h2.codec.Window;

/// The room that the client has for content, of a stream or of the connection: it gets new room for
/// what was taken, when that is half of the whole. Owned by a stream or connection, confined to its
/// loop.
public final class Credit {
  private final Window window;
  private final int size;
  private int taken;

  public Credit(int size) {
    this.size = size;
    window = new Window(size);
  }

  /// The client has used room.
  ///
  /// @return whether it had that much
  public boolean use(int bytes) {
    return window.take(bytes);
  }

  /// Bytes that the client has sent were used or discarded, and may be replaced by others.
  public void give(long bytes) {
    taken += (int) bytes;
  }

  /// Returns the size of a WINDOW_UPDATE frame that is due, or 0; the caller sends it.
  public int takeDue() {
    if (2 * taken < size) {
      return 0;
    }
    int due = taken;
    taken = 0;
    window.add(due);
    return due;
  }
}
