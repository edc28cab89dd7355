package otus.server.loop.tls;

/// An event of TLS connections that is counted.
public enum TlsEvent {
  /// A handshake began: the first bytes have arrived.
  BEGUN,
  /// A handshake of TLS 1.3 was completed.
  TLS_1_3,
  /// A handshake of TLS 1.2 was completed.
  TLS_1_2,
  /// A completed handshake has resumed a session.
  RESUMED,
  /// A handshake failed because the two sides have no protocol, cipher suite or certificate in
  /// common, or because one of them broke a rule.
  FAILED,
  /// A handshake was not completed in time, or was closed to make room for other connections.
  TIMEOUT,
  /// The client closed the connection before the handshake was complete.
  CLIENT_CLOSED,
  /// The client sent plain text.
  PLAIN_TEXT,
  /// The threads for handshakes had too much to do.
  BUSY,
  /// The server ended, or had no memory for the connection.
  SERVER_CLOSED
}
