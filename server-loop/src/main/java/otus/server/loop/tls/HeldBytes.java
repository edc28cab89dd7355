package otus.server.loop.tls;

import java.io.IOException;

/// The bytes that one connection holds beside its own objects. Owned by the connection, confined to
/// its loop.
///
/// Holding more may close idle connections of the loop, which use the buffers of the loop: a caller
/// does not use those any more when it calls [#change].
final class HeldBytes {
  private final TlsAccount account;
  private long held;

  HeldBytes(TlsAccount account) {
    this.account = account;
  }

  /// Adds a difference.
  ///
  /// @throws IOException if the connection must not hold more
  void change(long difference) throws IOException {
    if (difference == 0) {
      return;
    }
    held += difference;
    if (!account.hold(held) && difference > 0) {
      throw new IOException("there is no memory for " + held + " bytes of a connection");
    }
  }

  long total() {
    return held;
  }
}
