package otus.server.http.h2.codec;

/// A window of flow control, of a stream or the connection, in either direction (RFC 9113 §5.2,
/// §6.9). Owned by a stream or connection, confined to its loop.
public final class Window {
  /// The initial size if no setting changes it (RFC 9113 §6.9.2).
  public static final int DEFAULT_SIZE = 65_535;

  private int size;

  /// Creates a window.
  ///
  /// @param size its size in bytes, at least 0
  public Window(int size) {
    this.size = size;
  }

  /// Returns the size in bytes; less than 0 after a setting has reduced it (RFC 9113 §6.9.2).
  public int size() {
    return size;
  }

  /// Takes bytes that are sent or received.
  ///
  /// @param length at least 0
  /// @return whether the window was large enough; otherwise it is unchanged, and the sender has
  ///     caused a FLOW_CONTROL_ERROR
  public boolean take(int length) {
    if (length > size) {
      return false;
    }
    size -= length;
    return true;
  }

  /// Enlarges the window, or reduces it after the initial size has changed.
  ///
  /// @return whether the size is at most 2^31-1; otherwise it is unchanged, and the peer has caused
  ///     a FLOW_CONTROL_ERROR (RFC 9113 §6.9.1)
  public boolean add(int change) {
    long sum = (long) size + change;
    if (sum > Integer.MAX_VALUE) {
      return false;
    }
    size = (int) sum;
    return true;
  }
}
