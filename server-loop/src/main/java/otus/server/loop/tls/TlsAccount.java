package otus.server.loop.tls;

/// Counts one connection for its owner: its phase and its memory. Owned by the connection, confined
/// to its loop.
public interface TlsAccount {

  /// Called when the connection begins, before its handshake.
  ///
  /// @return whether it may stay
  boolean open();

  /// Called when the number of bytes changes that the connection holds beside its own objects:
  /// incomplete records, and records that were not sent.
  ///
  /// @return whether the connection may hold them; otherwise it is aborted
  boolean hold(long bytes);

  /// Called when the handshake is complete, before the next protocol counts the connection, too.
  void established();

  /// Called when the next protocol has ended, and the last records are still being sent.
  void departing();

  /// Called when the connection was closed, in any phase.
  void close();
}
